#include "extension/store/instant.hpp"

#include "core/kinds/catalog_reader.hpp"
#include "core/kinds/changed_roots.hpp"
#include "core/kinds/cluster.hpp"
#include "extension/backend/catalog_as_of.hpp"
#include "extension/backend/spi.hpp"
#include "extension/backend/subtransaction.hpp"
#include "extension/capture/log_position.hpp"
#include "extension/store/catalog_mark.hpp"
#include "extension/store/changed_roots.hpp"
#include "extension/store/expression_text.hpp"

namespace schema_audit {

namespace {

constexpr int kAttempts = 10;
constexpr int kCircles = 50;
constexpr long kLongestPause = 1000;  // milliseconds

// Deparsing a view locks the tables below it, in any order, while DDL waits for those that are locked
// already. It must never be somebody's DDL that has to die for a snapshot. So a wait that closes a circle is
// found out at once, by us, before the other's look for a deadlock; one that others may close ends before
// theirs. Who may not choose when to look hardly waits.
void set_patience(const LocalSettings& settings) {
  constexpr int kHardly = 10;  // milliseconds
  const char* deadlock_timeout = pg_call([] { return GetConfigOption("deadlock_timeout", false, false); });
  const bool may_choose = pg_call([] { return superuser(); });
  const int wait = may_choose ? std::max(std::atoi(deadlock_timeout) / 2, 1) : kHardly;
  settings.set("lock_timeout", std::to_string(wait));
  if (may_choose) settings.set("deadlock_timeout", "1");
}

std::string own_xid() {
  const FullTransactionId xid = GetTopFullTransactionIdIfAny();
  return FullTransactionIdIsValid(xid) ? std::to_string(U64FromFullTransactionId(xid)) : "";
}

// REQUIRES: the instant's snapshot is the active one.
void place(Instant& instant, const std::string& known_mark) {
  instant.xact_snapshot =
      spi_query("SELECT pg_catalog.pg_current_snapshot()", {}, true).at(0).at(0).value_or("");
  instant.xid = own_xid();
  instant.log_number = next_log_number();
  CatalogMark mark = catalog_mark(known_mark);
  instant.mark = std::move(mark.text);
  instant.places = std::move(mark.places);
}

// What has to be read; nullopt: all.
std::optional<CatalogSelection> what_changed(const std::string& places, const Instant& now) {
  if (places.empty()) return std::nullopt;
  const auto addresses = changed_addresses(places, now.places);
  return addresses ? changed_roots(*addresses) : std::nullopt;
}

// For whoever wonders why it took so long, or so little.
void tell_count(int objects) {
  pg_call([&] {
    ereport(DEBUG1, (errmsg_internal("schema_audit: %d objects read that may have changed", objects),
                     errhidestmt(true), errhidecontext(true)));
  });
}

// False: there is more to it than a part shows.
bool read_once(Instant& instant, const EarlierReading* earlier, const Restart& restart,
               const std::function<void(Object&&)>& sink) {
  const SpiConnection spi;
  const LocalSettings settings;
  for (const auto& [name, value] : kCatalogSettings) settings.set(name, value);
  set_patience(settings);
  const LatestSnapshot snapshot;
  place(instant, earlier != nullptr ? earlier->mark : "");
  instant.unchanged = earlier != nullptr && earlier->mark == instant.mark;
  if (instant.unchanged) return true;
  // A few objects are looked for one by one.
  for (const auto& [name, value] : kSettingsForFew) settings.set(name, value);
  auto only = what_changed(earlier != nullptr ? earlier->places() : "", instant);
  if (only && !restart(&*only)) only.reset();
  if (!only) {
    restart(nullptr);
    for (const auto& [name, value] : kSettingsForAll) settings.set(name, value);
  }
  const CatalogAsOf catalog;
  const ExpressionTexts texts;
  SpiRowSource server;
  ExpressionSource source(server);
  int objects = 0;
  instant.skipped = read_catalog(
      source,
      [&](Object&& root) {
        ++objects;
        sink(std::move(root));
      },
      [] {
        if (InterruptPending) pg_call([] { CHECK_FOR_INTERRUPTS(); });
      },
      only ? &*only : nullptr);
  if (!only || only->of(kRoleCatalog) == nullptr) read_cluster(source, sink);
  if (only) tell_count(objects);
  return !only || instant.skipped.empty();
}

bool may_pass(const SqlError& error) {
  switch (error.sqlstate()) {
    case ERRCODE_LOCK_NOT_AVAILABLE:  // somebody is changing a table that a view is made of
    case ERRCODE_T_R_DEADLOCK_DETECTED:
    // A catalog or an index of one was just written anew (VACUUM FULL, REINDEX): its file is not where it
    // was.
    case ERRCODE_UNDEFINED_FILE:
    case ERRCODE_DATA_CORRUPTED:
    case ERRCODE_INTERNAL_ERROR:
      return true;
    default:
      return false;
  }
}

void pause(int attempt) {
  const long milliseconds = std::min(kLongestPause, 10L << attempt);
  pg_call([&] {
    (void)WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, milliseconds,
                    PG_WAIT_EXTENSION);
    ResetLatch(MyLatch);
    CHECK_FOR_INTERRUPTS();
  });
}

// read() returns whether it has read anything.
void read_alone(const std::function<bool()>& read) {
  std::exception_ptr failure;
  bool has_read = true;
  try {
    in_reading_subtransaction([&] { has_read = read(); });
  } catch (...) {
    failure = std::current_exception();
  }
  if (has_read) forget_catalog();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

Instant read_instant(const std::function<void()>& restart, const std::function<void(Object&&)>& sink) {
  return read_since(
      {},
      [&](const CatalogSelection*) {
        restart();
        return true;
      },
      sink);
}

Instant read_since(const EarlierReading& earlier, const Restart& restart,
                   const std::function<void(Object&&)>& sink) {
  Instant instant;
  instant.incarnation = current_incarnation();
  int circles = 0;
  const bool known = !earlier.mark.empty() && earlier.incarnation == instant.incarnation;
  const EarlierReading* since = known ? &earlier : nullptr;
  for (int attempt = 1;; ++attempt) {
    bool locked = false;
    try {
      bool whole = false;
      read_alone([&] {
        whole = read_once(instant, since, restart, sink);
        return !instant.unchanged;
      });
      if (whole) return instant;
      since = nullptr;
      continue;
    } catch (const SqlError& error) {
      if (!may_pass(error)) throw;
      if (error.sqlstate() == ERRCODE_T_R_DEADLOCK_DETECTED && ++circles <= kCircles) {
        // Found out at once, and gone as soon.
        pause(1 + circles % 4);
        --attempt;
        continue;
      }
      locked =
          error.sqlstate() == ERRCODE_LOCK_NOT_AVAILABLE || error.sqlstate() == ERRCODE_T_R_DEADLOCK_DETECTED;
      if (attempt >= kAttempts && !locked) throw;
    }
    if (attempt >= kAttempts) {
      throw SqlError(
          ERRCODE_LOCK_NOT_AVAILABLE, "the schema cannot be read while a transaction keeps a relation locked",
          "A view is made of a relation that an open transaction has changed, dropped or locked exclusively.",
          "Try again when that transaction is over.");
    }
    pause(attempt);
  }
}

bool same_catalog(const std::string& incarnation, const std::string& other) {
  // All but the last eight digits, which are the timeline.
  constexpr std::size_t kTimelineDigits = 8;
  return incarnation.size() == other.size() && incarnation.size() > kTimelineDigits &&
         incarnation.compare(0, incarnation.size() - kTimelineDigits, other, 0,
                             other.size() - kTimelineDigits) == 0;
}

std::string current_incarnation() {
  const char* text = pg_call(
      [] { return DatumGetCString(DirectFunctionCall1(uuid_out, UUIDPGetDatum(log_incarnation()))); });
  return text;
}

}  // namespace schema_audit
