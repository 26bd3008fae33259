#include "extension/capture/statement_row.hpp"

#include "extension/capture/actor.hpp"
#include "extension/capture/call_stack.hpp"
#include "extension/capture/statement_text.hpp"

namespace schema_audit {

namespace {

int64 microseconds_since(const instr_time& start) {
  instr_time elapsed;
  INSTR_TIME_SET_CURRENT(elapsed);
  INSTR_TIME_SUBTRACT(elapsed, start);
  return static_cast<int64>(INSTR_TIME_GET_MICROSEC(elapsed));
}

}  // namespace

LogRow* make_statement_row(CommandTag tag, const StatementFrame* frame, const char* captured_by) {
  using namespace statement_column;
  const StatementText text = statement_text(frame);
  LogRow* row = make_log_row();
  row->set(kLoggedAt, TimestampTzGetDatum(GetCurrentTimestamp()));
  row->set(kTransactionAt, TimestampTzGetDatum(GetCurrentTransactionStartTimestamp()));
  row->set(kStatementAt, TimestampTzGetDatum(GetCurrentStatementStartTimestamp()));
  row->set_constant(kCommandTag, GetCommandTagName(tag));
  row->set_text(kStatement, text.text);
  row->set(kStatementRedacted, BoolGetDatum(text.redacted));
  row->set_constant(kCapturedBy, captured_by);
  if (text.whole_hash != nullptr) {
    row->set(kStatementLength, Int32GetDatum(text.whole_length));
    row->set(kStatementHash, PointerGetDatum(text.whole_hash));
  }
  if (frame != nullptr) {
    row->set(kTopLevel, BoolGetDatum(frame->top_level));
    if (!INSTR_TIME_IS_ZERO(frame->started))
      row->set(kDurationUs, Int64GetDatum(microseconds_since(frame->started)));
  }
  if (frame == nullptr || !frame->top_level) row->set_text(kCallStack, call_stack());
  set_actor(row, frame);
  if (creating_extension) row->set_text(kInExtension, get_extension_name(CurrentExtensionObject));
  return row;
}

}  // namespace schema_audit
