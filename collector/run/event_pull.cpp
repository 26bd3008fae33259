#include "collector/run/event_pull.hpp"

#include <charconv>

#include "core/kinds/array_text.hpp"

namespace schema_audit {

namespace {

// One row of a result with a cursor over its columns: the fields are taken in the order of the query.
class RowReader {
 public:
  RowReader(const Result& result, int row) : result_(result), row_(row) {}

  std::optional<std::string> text_or_null() {
    const auto field = result_.field(row_, column_++);
    return field ? std::optional<std::string>(*field) : std::nullopt;
  }
  std::string text() { return text_or_null().value_or(""); }
  bool flag() { return text() == "t"; }
  std::optional<bool> flag_or_null() {
    const auto field = text_or_null();
    return field ? std::optional<bool>(*field == "t") : std::nullopt;
  }
  template <typename Integer>
  std::optional<Integer> integer_or_null() {
    const auto field = result_.field(row_, column_++);
    if (!field) return std::nullopt;
    Integer value = 0;
    std::from_chars(field->data(), field->data() + field->size(), value);
    return value;
  }
  template <typename Integer>
  Integer integer() {
    return integer_or_null<Integer>().value_or(0);
  }
  std::optional<TextArray> array() {
    const auto field = result_.field(row_, column_++);
    return field ? std::optional<TextArray>(parse_array(*field)) : std::nullopt;
  }

 private:
  const Result& result_;
  int row_;
  int column_ = 0;
};

#define UTC(column) "pg_catalog.to_char(" column " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"

constexpr std::string_view kStatements =
    "SELECT incarnation, xid, number, " UTC("logged_at") ", " UTC("transaction_at") ", " UTC("statement_at")
    ", command_tag, statement, statement_redacted, top_level, session_role, outer_role, effective_role,"
    " authenticated_identity, superuser, actor, actor_trust, reason, application_name, client_addr, client_port, backend_pid, "
    UTC("backend_start") ", replication_role, in_extension FROM schema_audit.ddl_statement ";

constexpr std::string_view kObjects =
    "SELECT incarnation, xid, number, statement, role, command_tag, subcommand, kind, object_type, "
    "schema_name, object_identity,"
    " address_names, address_args, old_name, old_identity, class_id, object_id, sub_id, original, normal, "
    "rewrite_reason,"
    " privileges, grantees FROM schema_audit.ddl_object ";

StatementRow to_statement(const Result& result, int i) {
  RowReader row(result, i);
  StatementRow s;
  s.incarnation = row.text();
  s.xid = row.integer<std::uint64_t>();
  s.number = row.integer<std::int32_t>();
  s.logged_at = row.text();
  s.transaction_at = row.text();
  s.statement_at = row.text();
  s.command_tag = row.text();
  s.statement = row.text_or_null();
  s.statement_redacted = row.flag();
  s.top_level = row.flag_or_null();
  s.session_role = row.text();
  s.outer_role = row.text();
  s.effective_role = row.text();
  s.authenticated_identity = row.text_or_null();
  s.superuser = row.flag();
  s.actor = row.text_or_null();
  s.actor_trust = row.text_or_null();
  s.reason = row.text_or_null();
  s.application_name = row.text();
  s.client_addr = row.text_or_null();
  s.client_port = row.integer_or_null<std::int32_t>();
  s.backend_pid = row.integer<std::int32_t>();
  s.backend_start = row.text();
  s.replication_role = row.text();
  s.in_extension = row.text_or_null();
  return s;
}

ObjectRow to_object_row(const Result& result, int i) {
  RowReader row(result, i);
  ObjectRow o;
  o.incarnation = row.text();
  o.xid = row.integer<std::uint64_t>();
  o.number = row.integer<std::int32_t>();
  o.statement = row.integer<std::int32_t>();
  o.role = row.text();
  o.command_tag = row.text_or_null();
  o.subcommand = row.text_or_null();
  o.kind = row.text_or_null();
  o.object_type = row.text();
  o.schema_name = row.text_or_null();
  o.object_identity = row.text_or_null();
  o.address_names = row.array();
  o.address_args = row.array();
  o.old_name = row.text_or_null();
  o.old_identity = row.text_or_null();
  o.class_id = row.integer<std::uint32_t>();
  o.object_id = row.integer<std::uint32_t>();
  o.sub_id = row.integer<std::int32_t>();
  o.original = row.flag_or_null();
  o.normal = row.flag_or_null();
  o.rewrite_reason = row.integer_or_null<std::int32_t>();
  o.privileges = row.array();
  o.grantees = row.array();
  return o;
}

// Both tables under one condition. Large logs come in chunks, so that memory holds the rows once and not
// twice.
void read_rows(Connection& connection, const std::string& condition, const Parameters& parameters,
               EventRows& rows) {
  constexpr std::string_view kOrder = " ORDER BY incarnation, xid, number";
  const Result statements =
      connection.query(std::string(kStatements) + condition + std::string(kOrder), parameters);
  for (int i = 0; i < statements.rows(); ++i) rows.statements.push_back(to_statement(statements, i));
  const Result objects =
      connection.query(std::string(kObjects) + condition + std::string(kOrder), parameters);
  for (int i = 0; i < objects.rows(); ++i) rows.objects.push_back(to_object_row(objects, i));
}

std::string horizon(const std::string& snapshot) {
  const std::string xmin = snapshot.substr(0, snapshot.find(':'));
  return xmin + ":" + xmin + ":";
}

void pull_own(Connection& connection, const std::string& incarnation, const std::string& upto,
              const std::optional<Watermark>& known, EventRows& rows) {
  std::string condition =
      "WHERE incarnation = $1::pg_catalog.uuid AND pg_catalog.pg_visible_in_snapshot(xid, "
      "$2::pg_catalog.pg_snapshot)";
  Parameters parameters{incarnation, upto};
  if (known) {
    condition +=
        " AND xid >= pg_catalog.pg_snapshot_xmin($3::pg_catalog.pg_snapshot)"
        " AND NOT pg_catalog.pg_visible_in_snapshot(xid, $3::pg_catalog.pg_snapshot)";
    parameters.emplace_back(known->pg_snapshot);
  }
  read_rows(connection, condition, parameters, rows);
}

}  // namespace

PulledEvents pull_events(Connection& connection, const std::string& incarnation, const std::string& snapshot,
                         bool standby, Store* store, std::optional<TargetId> target, const Timestamp& now) {
  PulledEvents pulled;
  const auto known = [&](const std::string& of) {
    return store && target ? store->watermark(*target, of) : std::nullopt;
  };
  const std::string upto = standby ? horizon(snapshot) : snapshot;
  pull_own(connection, incarnation, upto, known(incarnation), pulled.rows);
  pulled.watermarks.push_back({incarnation, upto, now});

  // The watermark of a foreign history is the number of its rows: nothing else about it moves.
  const Result foreign = connection.query(
      "SELECT incarnation, pg_catalog.count(*) || ':' || pg_catalog.max(xid::text::pg_catalog.numeric) || ':'"
      " FROM (SELECT incarnation, xid FROM schema_audit.ddl_statement UNION ALL"
      " SELECT incarnation, xid FROM schema_audit.ddl_object) rows"
      " WHERE incarnation <> $1::pg_catalog.uuid GROUP BY incarnation ORDER BY incarnation",
      {incarnation});
  for (int i = 0; i < foreign.rows(); ++i) {
    const std::string other = foreign.text(i, 0);
    const std::string size = foreign.text(i, 1);
    const auto before = known(other);
    if (before && before->pg_snapshot == size) continue;
    read_rows(connection, "WHERE incarnation = $1::pg_catalog.uuid", {other}, pulled.rows);
    pulled.watermarks.push_back({other, size, now});
  }
  return pulled;
}

}  // namespace schema_audit
