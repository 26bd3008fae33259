#include "collector/run/observation.hpp"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "collector/interrupt.hpp"
#include "collector/postgres/postgres_error.hpp"
#include "collector/postgres/pq_rows.hpp"
#include "collector/postgres/transaction.hpp"
#include "collector/run/busy_catalog.hpp"
#include "collector/run/log_access.hpp"
#include "collector/run/log_reader.hpp"
#include "core/kinds/catalog_reader.hpp"
#include "core/kinds/cluster.hpp"
#include "core/kinds/number_text.hpp"

namespace schema_audit {

namespace {

constexpr int kAttempts = 10;
constexpr int kAttemptsAtLeast = 5;  // however soon patience with locks ends
constexpr int kLongestPauseMs = 1000;

constexpr const char* kCurrentSnapshot = "SELECT pg_catalog.pg_current_snapshot()::pg_catalog.text";

// Reading a view locks the tables below it, in any order, while DDL waits for those that are locked already;
// whose look for a deadlock comes first would have to die. It must not be somebody's DDL: we hardly wait, in
// milliseconds, and try again for as long as the configuration allows.
constexpr const char* kPatience =
    " (SELECT l.setting FROM pg_catalog.pg_settings AS l,"
    " pg_catalog.set_config('lock_timeout', LEAST(l.setting::int, 10)::text, true) WHERE l.name = "
    "'lock_timeout')";

std::string one_value(Connection& connection, std::string_view sql) {
  return connection.query(sql).text(0, 0);
}

void read_events(Connection& connection, const std::string& version, bool standby, Store* store,
                 std::optional<TargetId> target, Observation& seen) {
  const LogAccess access = log_access(connection, version);
  seen.no_events = access.obstacle;
  if (!access.obstacle.empty()) {
    if (store && target)
      seen.anchors.findings = compare_absence(*store, *target, access.gone, access.obstacle);
    return;
  }
  const std::string incarnation = one_value(connection, "SELECT schema_audit.incarnation()");
  seen.snapshot.incarnation = incarnation;
  const LogReader log(connection);
  seen.events = pull_events(log, incarnation, seen.snapshot.xact_snapshot, standby, store, target,
                            seen.snapshot.taken_at);
  if (store && target && log.has_seals()) {
    seen.anchors =
        compare_anchors(*store, *target, view_of(log, incarnation, standby), seen.snapshot.taken_at);
  }
}

void check_interrupt() {
  if (interrupt_requested()) throw Interrupted();
}

// False: there is more to it than a part shows.
bool read_part(RowSource& source, const ChangedPart& part, const Restart& restart,
               const std::function<void(Object&&)>& sink, Observation& seen) {
  if (!restart(&part.before)) return false;
  int objects = 0;
  seen.skipped = read_catalog(
      source,
      [&](Object&& root) {
        ++objects;
        sink(std::move(root));
      },
      check_interrupt, &part.now);
  if (part.now.of(kRoleCatalog) == nullptr) read_cluster(source, sink);
  seen.part = objects;
  return seen.skipped.empty();
}

// One attempt; false when DDL came in between. lock_ms: how long to wait for locks altogether. has_log:
// whether the log was read, which is so before the catalog is.
bool observe_once(Connection& connection, Store* store, std::optional<TargetId> target, const Clock& clock,
                  const Restart& restart, const std::function<void(Object&&)>& sink,
                  const EarlierLook* earlier, Observation& seen, int& lock_ms, bool& has_log) {
  CatalogMarks marks;
  {
    const ReadTransaction transaction(connection);
    PqRows source(connection);
    const Result about = connection.query(
        std::string(
            "SELECT pg_catalog.pg_current_snapshot()::pg_catalog.text, pg_catalog.current_database(), "
            "pg_catalog.pg_is_in_recovery(),"
            " (SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'schema_audit'),"
            " (SELECT s.system_identifier || '/' || d.oid FROM pg_catalog.pg_control_system() s, "
            "pg_catalog.pg_database d"
            " WHERE d.datname = pg_catalog.current_database()),") +
        kPatience);
    lock_ms = to_integer<int>(about.text(0, 5));
    seen.snapshot.taken_at = format_utc(clock());
    seen.snapshot.xact_snapshot = about.text(0, 0);
    seen.snapshot.database = about.text(0, 1);
    seen.snapshot.server_version = connection.server_version();
    seen.snapshot.format_version = kFormatVersion;
    seen.snapshot.lineage = about.text(0, 4);
    const std::string version = about.text(0, 3);
    if (!version.empty()) seen.snapshot.extension_version = version;
    read_events(connection, version, about.text(0, 2) == "t", store, target, seen);
    has_log = seen.no_events.empty();
    std::optional<ChangedPart> part;
    if (earlier != nullptr) {
      marks = catalog_marks(connection);
      seen.places = marks.places;
      if (seen.places) seen.snapshot.mark = seen.places->mark;
      if (seen.snapshot.lineage == earlier->lineage) {
        seen.unchanged = !seen.snapshot.mark.empty() && seen.snapshot.mark == earlier->mark;
        if (seen.unchanged) return true;
        part = changed_part(connection, *earlier, marks);
      }
    }
    if (!part || !read_part(source, *part, restart, sink, seen)) {
      if (part) read_all_again(connection);
      seen.part.reset();
      restart(nullptr);
      seen.skipped = read_catalog(source, sink, check_interrupt);
      read_cluster(source, sink);
    }
    if (marks.catalog.empty()) marks.catalog = catalog_mark(connection);
  }
  const ReadTransaction later(connection);
  if (one_value(connection, kCurrentSnapshot) == seen.snapshot.xact_snapshot) return true;
  const PqRows settings(connection);
  return catalog_mark(connection) == marks.catalog;
}

// The deparse functions fail in these ways when the object they were asked about is gone meanwhile.
bool may_be_concurrent_ddl(const PostgresError& error) {
  const std::string& state = error.sqlstate();
  return state == "XX000" || state == "42P01" || state == "42704" || state == "42883" || state == "42703" ||
         state == "58P01";  // the directory of a tablespace
}

bool is_locked(const PostgresError& error) {
  return error.sqlstate() == "55P03" || error.sqlstate() == "40P01";
}

// A migration makes one change after another: the later the attempt, the longer it is given to come to its
// end.
void pause(int attempt) {
  poll(nullptr, 0, std::min(kLongestPauseMs, 10 << attempt));
  if (interrupt_requested()) throw Interrupted();
}

}  // namespace

Observation observe(Connection& connection, Store* store, std::optional<TargetId> target, const Clock& clock,
                    const Restart& restart, const std::function<void(Object&&)>& sink,
                    const EarlierLook* earlier) {
  const auto begin = std::chrono::steady_clock::now();
  int lock_ms = 0;
  std::string last;
  Observation seen;
  bool has_log = false;
  for (int attempt = 1; attempt <= kAttempts; ++attempt) {
    if (attempt > 1) pause(attempt);
    seen = {};
    has_log = false;
    try {
      if (observe_once(connection, store, target, clock, restart, sink, earlier, seen, lock_ms, has_log))
        return seen;
    } catch (const PostgresError& error) {
      if (is_locked(error)) {
        const auto waited = std::chrono::steady_clock::now() - begin;
        if (attempt >= kAttemptsAtLeast && waited >= std::chrono::milliseconds(lock_ms)) {
          if (has_log) throw BusyCatalog(error, std::move(seen));
          throw;
        }
        attempt = std::min(attempt, kAttempts - 1);
      } else if (!may_be_concurrent_ddl(error)) {
        throw;
      } else {
        last = std::string(" (") + error.what() + ")";
      }
    }
  }
  const PostgresError busy(connection.target(), "40001",
                           "the schema changed while it was read, in " + std::to_string(kAttempts) +
                               " attempts; try again later" + last);
  if (has_log) throw BusyCatalog(busy, std::move(seen));
  throw PostgresError(busy);
}

}  // namespace schema_audit
