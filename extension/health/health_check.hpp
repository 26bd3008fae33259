// Whether everything that the log needs is in place: triggers, library, settings, tables, background worker.
#pragma once

#include "extension/seal/chain_check.hpp"

namespace schema_audit {

// Sends one result per thing that is looked at, and more where several things are wrong.
// REQUIRES: a FunctionScope and an active snapshot.
void check_health(Oid log_schema, const CheckSink& sink);

}  // namespace schema_audit
