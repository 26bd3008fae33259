#include "extension/capture/statement_text.hpp"

#include "core/canonical/hash.hpp"

#include "extension/backend/settings.hpp"
#include "extension/capture/statement_slice.hpp"
#include "extension/redaction/redaction.hpp"

namespace schema_audit {

namespace {

bytea* hash_of(std::string_view text) {
  const Digest digest = sha256(text);
  auto* hash = static_cast<bytea*>(palloc(VARHDRSZ + digest.size()));
  SET_VARSIZE(hash, VARHDRSZ + digest.size());
  std::memcpy(VARDATA(hash), digest.data(), digest.size());
  return hash;
}

void cut(StatementText* statement) {
  const std::size_t length = std::strlen(statement->text);
  if (length <= static_cast<std::size_t>(settings.max_statement_length)) return;
  statement->whole_length = static_cast<int32>(length);
  statement->whole_hash = hash_of({statement->text, length});
  const int kept = pg_mbcliplen(statement->text, static_cast<int>(length), settings.max_statement_length);
  StringInfoData shorter;
  initStringInfo(&shorter);
  appendBinaryStringInfo(&shorter, statement->text, kept);
  appendStringInfo(&shorter, " ... [cut: %zu bytes in all]", length);
  statement->text = shorter.data;
}

}  // namespace

StatementText statement_text(const StatementFrame* frame) {
  RedactedText redacted;
  if (frame != nullptr) {
    const std::string_view query = frame->query;
    const std::string_view slice =
        slice_statement(query, frame->location, frame->length, has_plain_backslash());
    redacted = frame->tree != nullptr ? redact_statement(query, slice, frame->tree) : redact_unparsed(slice);
  } else if (debug_query_string != nullptr) {
    redacted = redact_string(debug_query_string);
  }
  StatementText result = {redacted.text, redacted.redacted, 0, nullptr};
  if (result.text != nullptr) cut(&result);
  return result;
}

}  // namespace schema_audit
