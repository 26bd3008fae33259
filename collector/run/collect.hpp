// The cron job: every target's events and snapshot into the store, what changed, how it drifted, and the
// alerts about it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collector/clock.hpp"
#include "collector/config/config.hpp"
#include "collector/exit_code.hpp"
#include "collector/postgres/connection_pool.hpp"
#include "collector/run/fleet.hpp"
#include "collector/run/log_finding.hpp"
#include "collector/run/reading.hpp"
#include "collector/store/store.hpp"
#include "core/render/report.hpp"

namespace schema_audit {

// What a target stands for that has many databases.
struct EntryOutcome {
  std::size_t databases = 0;
  std::vector<LeftOutDatabase> left_out;
  std::int64_t not_chosen = 0;
  std::string listed;  // all that there are, as list_databases() has them
};

struct TargetOutcome {
  std::string target;
  std::optional<EntryOutcome>
      entry;            // of an entry: nothing below but the changes, which databases came and went
  std::string error;    // why it could not be collected; empty when it was
  std::string skipped;  // why nobody tried; then nothing below is known
  ExitCode exit_code = ExitCode::kNone;  // what the error alone would exit with

  SnapshotId snapshot = 0;
  bool first = false;  // there was nothing to compare with
  std::int64_t objects = 0;
  std::int64_t left_out = 0;      // objects and parts that its scope does not choose
  std::size_t events = 0;         // new in the store
  std::size_t attempts = 0;       // new in the store
  std::string no_events;          // why the log was not read; empty when it was
  std::string xact_snapshot;      // pg_snapshot of what was read
  std::vector<LogFinding> log;    // what is wrong with the log itself, new or still standing
  std::optional<Report> changes;  // since the snapshot before; nothing when first
  std::optional<Report> drift;    // from its reference, when it is not the same as at the last collection
};

struct CollectOutcome {
  std::vector<TargetOutcome> targets;  // in the order of the configuration, databases behind their entry
  std::size_t alerts = 0;              // new in the outbox

  bool incomplete() const;  // a target failed
  Severity worst() const;   // of what was found new
};

struct CollectOptions {
  bool dry_run = false;                  // all is done, and nothing kept
  std::shared_ptr<ConnectionPool> pool;  // keeps connections for the next collection; null: they are closed
  std::shared_ptr<PlaceCount> places;    // that several collections share; null: this one has its own
  bool urgent = false;                   // goes before the others that share the places
  std::shared_ptr<Reading> reading;      // is told which kinds are being read; null: nobody asks
  std::function<void(std::size_t done, std::size_t all)> on_progress;
  std::function<void(const TargetOutcome&)>
      on_target;                  // each as soon as it is kept or known to have failed; none that is skipped
  std::function<void()> on_look;  // several times a second, as long as all goes on
};

// Collects the named targets, all when there are none, several at a time. Each target's part of the store is
// written in one transaction, its alert included. A target that fails is noted and the others go on; a
// failure of the store ends the run (StoreError). References are kept before the targets that are compared
// with them. A wish to stop and the end of the run's time let what is complete be kept; the rest fails.
// REQUIRES: the caller holds the RunLock of the store.
CollectOutcome collect(const Config& config, Store& store, const std::vector<std::string>& names,
                       const Clock& clock, const CollectOptions& options = {});

}  // namespace schema_audit
