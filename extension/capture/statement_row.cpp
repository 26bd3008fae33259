#include "extension/capture/statement_row.hpp"

#include "extension/capture/actor.hpp"

namespace schema_audit {

LogRow* make_statement_row(const Node* tree, CommandTag tag, const StatementFrame* frame,
                           const char* captured_by) {
  using namespace statement_column;
  const StatementText text = statement_text(frame, tree);
  LogRow* row = make_log_row();
  row->set(kLoggedAt, TimestampTzGetDatum(GetCurrentTimestamp()));
  row->set(kTransactionAt, TimestampTzGetDatum(GetCurrentTransactionStartTimestamp()));
  row->set(kStatementAt, TimestampTzGetDatum(GetCurrentStatementStartTimestamp()));
  row->set_text(kCommandTag, GetCommandTagName(tag));
  row->set_text(kStatement, text.text);
  row->set(kStatementRedacted, BoolGetDatum(text.redacted));
  row->set_text(kCapturedBy, captured_by);
  if (frame != nullptr) row->set(kTopLevel, BoolGetDatum(frame->top_level));
  set_actor(row);
  if (creating_extension) row->set_text(kInExtension, get_extension_name(CurrentExtensionObject));
  return row;
}

}  // namespace schema_audit
