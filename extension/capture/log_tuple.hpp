// The rows of the log as the server stores them.
#pragma once

#include "extension/capture/log_table.hpp"

namespace schema_audit {

// What heap_form_tuple() makes of the row, in a fraction of its time: of the types there are, log tables have
// few. In the current memory context, for heap_freetuple().
HeapTuple form_log_tuple(TupleDesc descriptor, const LogTable& table, const LogRow& row);

}  // namespace schema_audit
