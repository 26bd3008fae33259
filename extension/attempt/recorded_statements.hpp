// The statements that the current transaction has recorded, for when it, or a savepoint of it, is rolled back
// and their records with it: then each becomes an attempt. And those that it failed to record, for when it
// commits. The first kMaxRemembered of a transaction with their text, more only by number.
#pragma once

#include "extension/capture/log_row.hpp"
#include "extension/capture/recording.hpp"

namespace schema_audit {

inline constexpr int kMaxRemembered = 1000;

// A statement row that has been written, with that number.
void remember_recorded(const LogRow& row, CommandTag tag, int32 number);

// The statement failed after it was recorded: it is kept as such.
void forget_recorded(int32 number);

// What is kept of a command that stands without its record. In the memory of the transaction; null: unknown.
struct GapText {
  const char* statement;
  bool redacted;
  const char* actor;
  const char* actor_trust;
  const char* message;
};

// May fail, and has filled in by then what it could. Changes nothing.
void read_gap_text(const Recording& recording, const ErrorData& error, GapText* text);

// The command of the recording stands without its record: an attempt when this commits, nothing when it is
// rolled back. Never raises an error: without memory a gap is only counted.
void remember_gap(const Recording& recording, int sqlstate, const GapText& text);

// REQUIRES: called once, from _PG_init.
void watch_rollbacks();

}  // namespace schema_audit
