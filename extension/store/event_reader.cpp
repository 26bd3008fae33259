#include "extension/store/event_reader.hpp"

#include "core/kinds/array_text.hpp"
#include "extension/backend/spi.hpp"

namespace schema_audit {

namespace {

#define EVENT_COLUMNS                                                                            \
  "SELECT o.incarnation, o.xid, o.number, o.statement,"                                          \
  " pg_catalog.to_char(s.logged_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), "   \
  "s.command_tag, s.statement,"                                                                  \
  " s.session_role, s.outer_role, s.effective_role, s.authenticated_identity, s.superuser, "     \
  "s.application_name,"                                                                          \
  " s.client_addr, s.actor, s.actor_trust, s.reason, o.role, o.object_type, o.object_identity, " \
  "o.address_names,"                                                                             \
  " o.subcommand, o.class_id, o.object_id, o.sub_id, o.privileges, o.grantees, o.old_owner"      \
  " FROM schema_audit.ddl_object o"                                                              \
  " JOIN schema_audit.ddl_statement s"                                                           \
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
  if (row.at(25)) event.privileges = parse_array(*row.at(25));
  if (row.at(26)) event.grantees = parse_array(*row.at(26));
  event.old_owner = text(27);
  return event;
}

// Their OIDs are going to be compared with those of objects of this incarnation.
std::vector<Event> read_events(const char* sql, const std::vector<SpiValue>& values,
                               const std::string& incarnation) {
  std::vector<Event> events;
  spi_each(sql, values, false, [&](const std::vector<std::optional<std::string_view>>& row) {
    Event& event = events.emplace_back(to_event(row));
    if (event.object_oid != 0 && !same_catalog(event.incarnation, incarnation))
      event.object_oid = kOidOfAnotherDatabase;
  });
  return events;
}

}  // namespace

// Whether an instant sees an event of its own incarnation. Of the transaction that the instant belongs to, it
// sees what had happened; the server's snapshot may count that transaction as past, because it never lists
// the own one as running.
#define SEES(snapshot, xid, log_number)                                    \
  "CASE WHEN o.xid = " xid "::pg_catalog.xid8 THEN o.number < " log_number \
  " ELSE pg_catalog.pg_visible_in_snapshot(o.xid, " snapshot "::pg_catalog.pg_snapshot) END"

std::vector<Event> events_between(const Instant& from, const Instant& to) {
  std::vector<SpiValue> values{spi_text(from.incarnation), spi_text(from.xact_snapshot),
                               spi_text_or_null(from.xid), spi_int(from.log_number),
                               spi_text(to.xact_snapshot), spi_text_or_null(to.xid),
                               spi_int(to.log_number)};
  if (from.incarnation == to.incarnation) {
    // The first two conditions are for the primary key.
    return read_events(EVENT_COLUMNS
                       "WHERE o.incarnation = $1::pg_catalog.uuid"
                       " AND o.xid >= pg_catalog.pg_snapshot_xmin($2::pg_catalog.pg_snapshot)"
                       " AND NOT " SEES("$2", "$3", "$4") " AND " SEES("$5", "$6", "$7") EVENT_ORDER,
                       values, to.incarnation);
  }
  // Transaction ids of one incarnation say nothing about another. Of the history that the earlier instant
  // belongs to, all that was still to come counts; of the later one's, all that it sees; of one in between (a
  // second restore, a second failover), all that was logged after the last event that the earlier instant
  // could see.
  values.push_back(spi_text(to.incarnation));
  return read_events(
      EVENT_COLUMNS
      "WHERE CASE o.incarnation"
      " WHEN $1::pg_catalog.uuid THEN NOT " SEES("$2", "$3", "$4")
      " WHEN $8::pg_catalog.uuid THEN " SEES("$5", "$6", "$7")
      " ELSE s.logged_at > (SELECT max(p.logged_at) FROM schema_audit.ddl_statement p"
      " WHERE p.incarnation = $1::pg_catalog.uuid"
      " AND pg_catalog.pg_visible_in_snapshot(p.xid, $2::pg_catalog.pg_snapshot)) END" EVENT_ORDER,
      values, to.incarnation);
}

#undef SEES

std::vector<Event> events_of_address(const LogAddress& address) {
  const auto views = [](const std::vector<std::string>& texts) {
    return std::vector<std::string_view>(texts.begin(), texts.end());
  };
  std::vector<std::string> oids;
  for (const std::uint32_t oid : address.oids) oids.push_back(std::to_string(oid));
  const std::string incarnation = current_incarnation();
  const std::vector<SpiValue> values{
      spi_text(address.schema),   spi_text(address.name),      spi_text_array(views(address.indexes)),
      spi_text(address.identity), spi_text_array(views(oids)), spi_text(incarnation)};
  return read_events(
      EVENT_COLUMNS
      "WHERE o.object_identity = $4"
      " OR CASE WHEN $1 = '' THEN o.address_names = ARRAY[$2]"
      " ELSE o.address_names[1] = $1"
      " AND (o.address_names[2] = $2 OR (o.object_type = 'index' AND o.address_names[2] = ANY ($3))) END"
      " OR (o.object_id = ANY ($5::pg_catalog.oid[])"
      " AND pg_catalog.left(o.incarnation::pg_catalog.text, 28) = pg_catalog.left($6, 28))" EVENT_ORDER,
      values, incarnation);
}

}  // namespace schema_audit
