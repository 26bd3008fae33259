#include "extension/capture/statement.hpp"

#include "extension/backend/settings.hpp"
#include "extension/capture/statement_slice.hpp"

namespace schema_audit {

namespace {

StatementFrame* innermost = nullptr;

const char* cut(const char* text) {
  const std::size_t length = std::strlen(text);
  if (length <= static_cast<std::size_t>(settings.max_statement_length)) return text;
  const int kept = pg_mbcliplen(text, static_cast<int>(length), settings.max_statement_length);
  return psprintf("%.*s ... [cut: %zu bytes in all]", kept, text, length);
}

}  // namespace

StatementFrame* current_frame() { return innermost; }

void set_current_frame(StatementFrame* frame) { innermost = frame; }

StatementFrame* frame_of(const EventTriggerData* trigger) {
  if (innermost == nullptr) return nullptr;
  // Another hook may have put a copy of the tree in its place.
  const bool same = innermost->tree == trigger->parsetree || innermost->tag == trigger->tag;
  return same ? innermost : nullptr;
}

StatementText statement_text(const StatementFrame* frame, const Node* tree) {
  StatementText result;
  if (frame != nullptr) {
    const std::string_view query = frame->query;
    const std::string_view slice =
        slice_statement(query, frame->location, frame->length, standard_conforming_strings);
    result = redact_statement(query, slice, frame->tree);
  } else if (debug_query_string != nullptr) {
    result = redact_unsliced(debug_query_string, tree);
  }
  if (result.text != nullptr) result.text = cut(result.text);
  return result;
}

}  // namespace schema_audit
