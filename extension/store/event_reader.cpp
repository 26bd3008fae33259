#include "extension/store/event_reader.hpp"

#include "core/kinds/array_text.hpp"
#include "extension/backend/spi.hpp"

namespace schema_audit {

namespace {

#define EVENT_COLUMNS                                                                                                    \
  "SELECT o.incarnation, o.xid, o.number, o.statement,"                                                                  \
  " pg_catalog.to_char(s.logged_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), s.command_tag, s.statement," \
  " s.session_role, s.outer_role, s.effective_role, s.authenticated_identity, s.superuser, s.application_name,"          \
  " s.client_addr, s.actor, s.actor_trust, s.reason, o.role, o.object_type, o.object_identity, o.address_names,"         \
  " o.subcommand, o.class_id, o.object_id, o.sub_id"                                                                     \
  " FROM schema_audit.ddl_object o"                                                                                      \
  " JOIN schema_audit.ddl_statement s"                                                                                   \
  " ON s.incarnation = o.incarnation AND s.xid = o.xid AND s.number = o.statement "

#define EVENT_ORDER " ORDER BY s.logged_at, o.xid, o.number"

Event to_event(const std::vector<std::optional<std::string_view>>& row) {
  const auto text = [&](std::size_t column) { return std::string(row.at(column).value_or("")); };
  const auto number = [&](std::size_t column) { return row.at(column) ? std::stoll(text(column)) : 0; };
  Event event;
  event.incarnation = text(0);
  event.xid = std::stoull(text(1));
  event.number = static_cast<std::int32_t>(number(2));
  event.statement_number = static_cast<std::int32_t>(number(3));
  event.at = text(4);
  event.command_tag = text(5);
  event.statement = text(6);
  event.actor.session_role = text(7);
  event.actor.outer_role = text(8);
  event.actor.effective_role = text(9);
  event.actor.authenticated_identity = text(10);
  event.actor.superuser = text(11) == "t";
  event.actor.application_name = text(12);
  event.actor.client_address = text(13);
  event.actor.end_user = text(14);
  event.actor.end_user_trust = text(15);
  event.actor.reason = text(16);
  event.role = text(17);
  event.object_type = text(18);
  event.identity = text(19);
  if (row.at(20)) event.address_names = parse_array(*row.at(20));
  event.subcommand = text(21);
  event.class_oid = static_cast<std::uint32_t>(number(22));
  event.object_oid = static_cast<std::uint32_t>(number(23));
  event.sub_id = static_cast<std::int32_t>(number(24));
  return event;
}

std::vector<Event> read_events(const char* sql, const std::vector<SpiValue>& values) {
  std::vector<Event> events;
  spi_each(sql, values, false,
           [&](const std::vector<std::optional<std::string_view>>& row) { events.push_back(to_event(row)); });
  return events;
}

}  // namespace

std::vector<Event> events_between(const Instant& from, const Instant& to) {
  const std::vector<SpiValue> values{
      spi_text(from.incarnation), spi_text(from.xact_snapshot), spi_text_or_null(from.xid), spi_int(from.log_number),
      spi_text(to.incarnation),   spi_text(to.xact_snapshot),   spi_text_or_null(to.xid),   spi_int(to.log_number)};
  // Transaction ids of one incarnation say nothing about another: of a history that only one of the instants belongs to, all
  // that this one saw, or had still to come, counts.
  return read_events(
      EVENT_COLUMNS
      "CROSS JOIN LATERAL (SELECT"
      " o.incarnation = $1::pg_catalog.uuid AND (pg_catalog.pg_visible_in_snapshot(o.xid, $2::pg_catalog.pg_snapshot)"
      " OR coalesce(o.xid = $3::pg_catalog.xid8 AND o.number < $4, false)) AS seen_from,"
      " o.incarnation = $5::pg_catalog.uuid AND (pg_catalog.pg_visible_in_snapshot(o.xid, $6::pg_catalog.pg_snapshot)"
      " OR coalesce(o.xid = $7::pg_catalog.xid8 AND o.number < $8, false)) AS seen_to) seen"
      " WHERE (o.incarnation <> $1::pg_catalog.uuid OR o.xid >= pg_catalog.pg_snapshot_xmin($2::pg_catalog.pg_snapshot))"
      " AND NOT seen_from AND (seen_to OR ($1 <> $5 AND o.incarnation = $1::pg_catalog.uuid))" EVENT_ORDER,
      values);
}

std::vector<Event> events_of_address(const std::vector<std::string>& names, std::uint32_t oid) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  const std::vector<SpiValue> values{spi_text_array(views), spi_int(static_cast<std::int32_t>(views.size())),
                                     spi_text(std::to_string(oid))};
  return read_events(
      EVENT_COLUMNS "WHERE o.address_names[1:$2] = $1 OR (o.object_id = $3::pg_catalog.oid AND $3 <> '0')" EVENT_ORDER,
      values);
}

}  // namespace schema_audit
