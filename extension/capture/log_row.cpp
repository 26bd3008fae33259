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

struct Constant {
  const char* string;
  text* value;
};
constexpr std::size_t kConstants = 256;
Constant constants[kConstants] = {};

// By the address. Two that meet in a place are made each time, as is what is not constant after all.
Constant& place_of(const char* string) {
  constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15U;
  return constants[reinterpret_cast<std::uintptr_t>(string) * kGoldenRatio >> 56U];
}

bool holds(const text* value, const char* string) {
  const std::size_t length = std::strlen(string);
  return VARSIZE(value) - VARHDRSZ == length && std::memcmp(VARDATA(value), string, length) == 0;
}

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

void LogRow::set_constant(int column, const char* text) {
  if (text == nullptr) {
    nulls[column] = true;
    return;
  }
  Constant& constant = place_of(text);
  if (constant.string == nullptr) {
    const MemoryContext outer = MemoryContextSwitchTo(TopMemoryContext);
    constant.value = cstring_to_text(text);
    constant.string = text;
    MemoryContextSwitchTo(outer);
  }
  if (constant.string == text && holds(constant.value, text)) {
    set(column, PointerGetDatum(constant.value));
  } else {
    set_text(column, text);
  }
}

LogRow* make_log_row() {
  auto* row = static_cast<LogRow*>(palloc(sizeof(LogRow)));
  std::fill(std::begin(row->values), std::end(row->values), Datum{0});
  std::fill(std::begin(row->nulls), std::end(row->nulls), true);
  return row;
}

}  // namespace schema_audit
