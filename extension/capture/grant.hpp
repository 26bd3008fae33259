// GRANT, REVOKE and ALTER DEFAULT PRIVILEGES: for these the server's own list names neither object nor
// grantee.
#pragma once

#include "extension/capture/log_row.hpp"
#include "extension/capture/statement.hpp"

namespace schema_audit {

// Object rows (a List of LogRow*), one per object.
List* grant_rows(const InternalGrant* grant, const StatementFrame* frame);

// One per role and schema whose defaults changed.
List* default_privilege_rows(const AlterDefaultPrivilegesStmt* statement, const StatementFrame* frame);

// Privileges, grantees and grant option as the statement says them.
void set_grant(LogRow* row, const GrantStmt* statement);

}  // namespace schema_audit
