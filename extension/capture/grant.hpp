// GRANT, REVOKE and ALTER DEFAULT PRIVILEGES: for these the server's own list names neither object nor
// grantee.
#pragma once

#include "extension/capture/log_row.hpp"

namespace schema_audit {

// Object rows (a List of LogRow*), one per object.
List* grant_rows(const InternalGrant* grant);

// One per role and schema whose defaults changed.
List* default_privilege_rows(const AlterDefaultPrivilegesStmt* statement);

}  // namespace schema_audit
