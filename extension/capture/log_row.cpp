#include "extension/capture/log_row.hpp"

namespace schema_audit {

namespace {

constexpr std::array<LogColumn, statement_column::kCount> kStatementColumns{{
    {"incarnation", UUIDOID},
    {"xid", XID8OID},
    {"number", INT4OID},
    {"logged_at", TIMESTAMPTZOID},
    {"transaction_at", TIMESTAMPTZOID},
    {"statement_at", TIMESTAMPTZOID},
    {"command_tag", TEXTOID},
    {"statement", TEXTOID},
    {"statement_redacted", BOOLOID},
    {"top_level", BOOLOID},
    {"session_role", TEXTOID},
    {"outer_role", TEXTOID},
    {"effective_role", TEXTOID},
    {"authenticated_identity", TEXTOID},
    {"superuser", BOOLOID},
    {"actor", TEXTOID},
    {"actor_trust", TEXTOID},
    {"reason", TEXTOID},
    {"application_name", TEXTOID},
    {"client_addr", TEXTOID},
    {"client_port", INT4OID},
    {"backend_pid", INT4OID},
    {"backend_start", TIMESTAMPTZOID},
    {"replication_role", TEXTOID},
    {"in_extension", TEXTOID},
    {"session_role_oid", OIDOID},
    {"outer_role_oid", OIDOID},
    {"effective_role_oid", OIDOID},
    {"client_dn", TEXTOID},
    {"backend_type", TEXTOID},
    {"captured_by", TEXTOID},
    {"duration_us", INT8OID},
    {"call_stack", TEXTOID},
    {"statement_length", INT4OID},
    {"statement_hash", BYTEAOID},
}};

constexpr std::array<LogColumn, object_column::kCount> kObjectColumns{{
    {"incarnation", UUIDOID},
    {"xid", XID8OID},
    {"number", INT4OID},
    {"statement", INT4OID},
    {"role", TEXTOID},
    {"command_tag", TEXTOID},
    {"subcommand", TEXTOID},
    {"kind", TEXTOID},
    {"object_type", TEXTOID},
    {"schema_name", TEXTOID},
    {"object_identity", TEXTOID},
    {"address_names", TEXTARRAYOID},
    {"address_args", TEXTARRAYOID},
    {"old_name", TEXTOID},
    {"old_identity", TEXTOID},
    {"class_id", OIDOID},
    {"object_id", OIDOID},
    {"sub_id", INT4OID},
    {"original", BOOLOID},
    {"normal", BOOLOID},
    {"rewrite_reason", INT4OID},
    {"privileges", TEXTARRAYOID},
    {"grantees", TEXTARRAYOID},
    {"old_owner", TEXTOID},
    {"old_privileges", TEXTARRAYOID},
}};

}  // namespace

std::span<const LogColumn> statement_columns() { return kStatementColumns; }

std::span<const LogColumn> object_columns() { return kObjectColumns; }

void LogRow::set_text(int column, const char* text) {
  if (text == nullptr) {
    nulls[column] = true;
  } else {
    set(column, CStringGetTextDatum(text));
  }
}

LogRow* make_log_row() {
  auto* row = static_cast<LogRow*>(palloc(sizeof(LogRow)));
  std::fill(std::begin(row->values), std::end(row->values), Datum{0});
  std::fill(std::begin(row->nulls), std::end(row->nulls), true);
  return row;
}

}  // namespace schema_audit
