#include "collector/run/event_pull.hpp"

#include <algorithm>
#include <iterator>

namespace schema_audit {

namespace {

// How much there is of each history.
const std::string kSizes =
    "SELECT incarnation, pg_catalog.count(*) || ':' || pg_catalog.max(xid::text::pg_catalog.numeric) || ':'"
    " FROM (SELECT incarnation, xid FROM schema_audit.ddl_statement UNION ALL"
    " SELECT incarnation, xid FROM schema_audit.ddl_object) rows";

std::string horizon(const std::string& snapshot) {
  const std::string xmin = snapshot.substr(0, snapshot.find(':'));
  return xmin + ":" + xmin + ":";
}

template <typename Row>
void append(std::vector<Row>& to, std::vector<Row>&& rows) {
  to.insert(to.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
}

void read_rows(const LogReader& log, const std::string& condition, const Parameters& parameters,
               PulledEvents& pulled) {
  EventRows rows = log.events(condition, parameters);
  append(pulled.rows.statements, std::move(rows.statements));
  append(pulled.rows.objects, std::move(rows.objects));
  if (log.has_seals()) {
    append(pulled.transactions, log.transactions(condition + " ORDER BY incarnation, xid", parameters));
  }
}

void pull_own(const LogReader& log, const std::string& incarnation, const std::string& upto,
              const std::optional<Watermark>& known, PulledEvents& pulled) {
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
  read_rows(log, condition, parameters, pulled);
}

// An attempt is numbered before its row is committed, and no transaction of its own tells when: so it is by
// counting that a row is noticed which became visible after a later one. Numbers that begin anew are told by
// their time.
void pull_attempts(const LogReader& log, Store* store, std::optional<TargetId> target,
                   std::vector<AttemptRow>& rows) {
  const Result all = log.connection().query(
      "SELECT incarnation, pg_catalog.min(id) FROM schema_audit.ddl_attempt GROUP BY incarnation"
      " ORDER BY incarnation");
  for (int i = 0; i < all.rows(); ++i) {
    const std::string incarnation = all.text(i, 0);
    // Those that the store has forgotten are not new.
    const std::int64_t forgotten = store && target ? store->pruned(*target, incarnation).attempts_through : 0;
    const std::int64_t first = std::max<std::int64_t>(std::stoll(all.text(i, 1)), forgotten + 1);
    std::string condition = "WHERE incarnation = $1::pg_catalog.uuid AND id >= $2::pg_catalog.int8";
    Parameters parameters{incarnation, std::to_string(first)};
    const AttemptCount known =
        store && target ? store->count_attempts(*target, incarnation, first) : AttemptCount();
    if (known.last_id >= first) {
      const Result there = log.connection().query(
          "SELECT pg_catalog.count(*) FROM schema_audit.ddl_attempt"
          " WHERE incarnation = $1::pg_catalog.uuid AND id >= $2::pg_catalog.int8"
          " AND id <= $3::pg_catalog.int8",
          {incarnation, std::to_string(first), std::to_string(known.last_id)});
      // As many as the store has: only later ones are new.
      if (std::stoll(there.text(0, 0)) <= known.rows) {
        condition += " AND (id > $3::pg_catalog.int8 OR at > $4::pg_catalog.timestamptz)";
        parameters.emplace_back(std::to_string(known.last_id));
        parameters.emplace_back(known.last_at);
      }
    }
    append(rows, log.attempts(condition + " ORDER BY id", parameters));
  }
}

}  // namespace

std::string foreign_size(const LogReader& log, const std::string& incarnation) {
  const Result size = log.connection().query(
      kSizes + " WHERE incarnation = $1::pg_catalog.uuid GROUP BY incarnation", {incarnation});
  return size.rows() == 0 ? "" : size.text(0, 1);
}

PulledEvents pull_events(const LogReader& log, const std::string& incarnation, const std::string& snapshot,
                         bool standby, Store* store, std::optional<TargetId> target, const Timestamp& now) {
  PulledEvents pulled;
  const auto known = [&](const std::string& of) {
    return store && target ? store->watermark(*target, of) : std::nullopt;
  };
  const std::string upto = standby ? horizon(snapshot) : snapshot;
  pull_own(log, incarnation, upto, known(incarnation), pulled);
  pulled.watermarks.push_back({incarnation, upto, now});
  if (log.has_attempts()) pull_attempts(log, store, target, pulled.attempts);

  // The watermark of a foreign history is the number of its rows: nothing else about it moves.
  const Result foreign = log.connection().query(
      kSizes + " WHERE incarnation <> $1::pg_catalog.uuid GROUP BY incarnation ORDER BY incarnation",
      {incarnation});
  for (int i = 0; i < foreign.rows(); ++i) {
    const std::string other = foreign.text(i, 0);
    const std::string size = foreign.text(i, 1);
    const auto before = known(other);
    if (before && before->pg_snapshot == size) continue;
    const std::uint64_t first = store && target ? store->pruned(*target, other).events_below : 0;
    read_rows(log, "WHERE incarnation = $1::pg_catalog.uuid AND xid >= $2::pg_catalog.xid8",
              {other, std::to_string(first)}, pulled);
    pulled.watermarks.push_back({other, size, now});
  }
  return pulled;
}

}  // namespace schema_audit
