// The role that owns the extension's tables.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

// Throws SqlError 42P01 when the tables are not there.
Oid extension_owner();

}  // namespace schema_audit
