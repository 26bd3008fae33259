// A subtransaction around C++ code.
#pragma once

#include "extension/backend/guard.hpp"

namespace schema_audit {

// Runs function in an internal subtransaction and rolls that back in every case: for what only reads. So the
// locks that reading took are given up at once. What function threw goes on; an SQL error goes on as
// SqlError, because its data lives in memory that the rollback frees. Only outside of a subtransaction that
// was rolled back may an SQL error be swallowed, so this is what makes trying again possible.
void in_reading_subtransaction(const std::function<void()>& function);

}  // namespace schema_audit
