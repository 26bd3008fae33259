// The statements that the current transaction has recorded, for when it, or a savepoint of it, is rolled back
// and their records with it: then each becomes an attempt. And those that it failed to record, for when it
// commits. The first kMaxRemembered of a transaction with
// their text, more only by number.
#pragma once

#include "extension/capture/log_row.hpp"
#include "extension/capture/recording.hpp"

namespace schema_audit {

inline constexpr int kMaxRemembered = 1000;

// A statement row that has been written, with that number.
void remember_recorded(const LogRow& row, CommandTag tag, int32 number);

// The statement failed after it was recorded: it is kept as such.
void forget_recorded(int32 number);

// The command of the recording stands without its record, for that reason: an attempt when this commits,
// nothing when it is rolled back.
void remember_gap(const Recording& recording, const ErrorData& error);

// REQUIRES: called once, from _PG_init.
void watch_rollbacks();

}  // namespace schema_audit
