// What every verb works with.
#pragma once

#include <memory>
#include <string>

#include "collector/cli/arguments.hpp"
#include "collector/clock.hpp"
#include "collector/config/config.hpp"
#include "collector/exit_code.hpp"
#include "collector/run/reference.hpp"
#include "collector/store/open_store.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

struct Context {
  const Arguments& arguments;
  Config config;
  Clock clock;

  // The store for reading; null when nothing was ever collected.
  std::unique_ptr<Store> existing_store() const;

  // The same, or CollectorError (usage) that says to collect first.
  std::unique_ptr<Store> required_store() const;

  // The store for writing, made when missing. REQUIRES: the caller holds the RunLock.
  std::unique_ptr<Store> writable_store() const;
};

// A target that the store knows, whether or not the configuration still does. Throws CollectorError (usage)
// that names those it has.
TargetRow required_target(Store& store, const std::string& name);

// The stored snapshot that a reference names. Throws CollectorError (usage) when there is none.
SnapshotRow required_snapshot(Store& store, const TargetRow& target, const Reference& reference);

// Writes text to stdout. Throws CollectorError (cannot create) when it is closed or full.
void print(const std::string& text);

// Replaces a file by another one of its directory that was written whole; the result is never half a file.
// Compressed when the name ends in ".zst". Throws CollectorError (cannot create).
void write_file(const std::string& path, const std::string& text);

// One file per verb.
ExitCode run_init(const Arguments& arguments);
ExitCode run_check(const Context& context);
ExitCode run_collect(const Context& context);
ExitCode run_daemon(const Context& context);
ExitCode run_snapshots(const Context& context);
ExitCode run_diff(const Context& context);
ExitCode run_diff_latest(const Context& context);
ExitCode run_drift(const Context& context);
ExitCode run_log(const Context& context);
ExitCode run_blame(const Context& context);
ExitCode run_trend(const Context& context);
ExitCode run_tag(const Context& context);
ExitCode run_export(const Context& context);
ExitCode run_import(const Context& context);
ExitCode run_prune(const Context& context);
ExitCode run_backup(const Context& context);
ExitCode run_restore(const Context& context);
ExitCode run_verify(const Context& context);
ExitCode run_maintain(const Context& context);
ExitCode run_alert(const Context& context);
ExitCode run_plan(const Context& context);

}  // namespace schema_audit
