// DDL on the log itself: its tables, views, triggers and functions are changed by the extension's own scripts
// only.
#pragma once

#include "extension/capture/recording.hpp"

namespace schema_audit {

// Raises an error when one of the rows (a List of LogRow*), which are about to be recorded, says that the
// command has changed something in the schema of the log. Privileges, comments and indexes are the
// administrator's business. A superuser with schema_audit.allow_log_changes may do everything; it is
// recorded.
void refuse_log_change(const Recording& recording, const List* rows);

}  // namespace schema_audit
