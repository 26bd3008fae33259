// Whether the DDL log of a target can be read.
#pragma once

#include <string>

#include "collector/postgres/connection.hpp"

namespace schema_audit {

// What keeps the log from being read, and what to do about it; empty when nothing does.
// extension_version: as in pg_extension, empty when the extension is not there. REQUIRES: an open
// transaction.
std::string obstacle_to_log(Connection& connection, const std::string& extension_version);

}  // namespace schema_audit
