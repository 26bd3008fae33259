// A subtransaction around C++ code.
#pragma once

#include "extension/backend/guard.hpp"

namespace schema_audit {

// Runs function in an internal subtransaction, released when it returns and rolled back when it throws. What it threw goes
// on; an SQL error goes on as SqlError, because its data lives in memory that the rollback frees. Only outside of a
// subtransaction that was rolled back may an SQL error be swallowed, so this is what makes trying again possible.
void in_subtransaction(const std::function<void()>& function);

}  // namespace schema_audit
