#include "collector/run/recorder.hpp"

#include <algorithm>
#include <utility>

#include <spdlog/spdlog.h>

#include "collector/run/busy_catalog.hpp"
#include "collector/run/changes.hpp"
#include "collector/run/combined_report.hpp"
#include "collector/run/comparison.hpp"
#include "collector/run/drift_digest.hpp"
#include "collector/run/record_findings.hpp"
#include "collector/run/report_row.hpp"
#include "collector/run/stored_side.hpp"
#include "collector/run/target_failure.hpp"
#include "collector/store/store_error.hpp"
#include "core/severity/selection.hpp"

namespace schema_audit {

TargetOutcome Recorder::finish(const TargetConfig& target, Looked& looked) {
  clusters_.done(target);
  TargetOutcome outcome;
  outcome.target = target.name;
  try {
    if (looked.error) std::rethrow_exception(looked.error);
    keep(target, *looked.observed, outcome);
    return outcome;
  } catch (const StoreError&) {
    throw;
  } catch (const std::exception& error) {
    const TargetFailure failure = failure_of(error);
    outcome.error = failure.text;
    if (const auto* busy = dynamic_cast<const BusyCatalog*>(&error)) {
      keep_log(target, busy->seen(), outcome);
      outcome.error += "; its log is kept (new statements: " + std::to_string(outcome.events) + ")";
    }
    outcome.exit_code = failure.exit_code;
  }
  note_failure(target, outcome.error);
  return outcome;
}

TargetOutcome Recorder::fail(const TargetConfig& target, const std::string& error) {
  clusters_.done(target);
  TargetOutcome outcome;
  outcome.target = target.name;
  outcome.error = error;
  outcome.exit_code = ExitCode::kIncomplete;
  note_failure(target, error);
  return outcome;
}

void Recorder::finish_run(CollectOutcome& outcome) {
  const auto transaction = begin();
  for (ClusterNews::Rest& rest : clusters_.take_rest()) {
    const bool news = !rest.report.findings.empty();
    if (news) {
      alerts_ += queue_channel_alerts(config_, store_, *rest.target, rest.row.id, rest.snapshot, rest.report,
                                      std::nullopt, clock_);
      keep_report(rest.row.id, rest.report, "", rest.snapshot);
      spdlog::info("target {}: its server: {}", rest.row.name, to_text(count(rest.report.findings)));
    }
    const auto told = std::ranges::find(outcome.targets, rest.row.name, &TargetOutcome::target);
    if (told == outcome.targets.end()) continue;
    if (told->changes) {
      combine(*told->changes, std::move(rest.report));
    } else if (news) {
      told->changes = std::move(rest.report);
    }
  }
  if (transaction) transaction->commit();
}

std::unique_ptr<StoreTransaction> Recorder::begin() { return dry_run_ ? nullptr : store_.begin(); }

void Recorder::note_failure(const TargetConfig& target, const std::string& error) {
  if (dry_run_) return;
  const TargetId id = store_.put_target(target.name, target.environment, format_utc(clock_()));
  store_.note_attempt(id, format_utc(clock_()), error);
}

// The log of a target whose catalog could not be read.
void Recorder::keep_log(const TargetConfig& target, const Observation& seen, TargetOutcome& outcome) {
  const auto transaction = begin();
  const TargetId id = store_.put_target(target.name, target.environment, format_utc(clock_()));
  add_log(target, id, seen, outcome);
  add_log_findings(target, id, seen, outcome);
  if (transaction) transaction->commit();
}

void Recorder::add_log(const TargetConfig& target, TargetId id, const Observation& seen,
                       TargetOutcome& outcome) {
  outcome.events = store_.add_events(id, seen.events.rows).statements;
  store_.add_transactions(id, seen.events.transactions);
  outcome.attempts = store_.add_attempts(id, seen.events.attempts);
  for (const Watermark& watermark : seen.events.watermarks) store_.set_watermark(id, watermark);
  store_.add_blocks(id, seen.anchors.blocks);
  for (const AnchorRow& anchor : seen.anchors.anchors) store_.set_anchor(id, anchor);
  for (const std::string& remark : seen.anchors.remarks) spdlog::info("target {}: {}", target.name, remark);
}

void Recorder::add_log_findings(const TargetConfig& target, TargetId id, const Observation& seen,
                                TargetOutcome& outcome) {
  const Timestamp& now = seen.snapshot.taken_at;
  RecordedFindings recorded = record_log_findings(store_, id, seen.anchors.findings, now);
  put_alert(target, make_log_alert(target, recorded.fresh, now), now);
  outcome.log = std::move(recorded.all);
}

void Recorder::keep(const TargetConfig& target, ObservedTarget& observed, TargetOutcome& outcome) {
  Observation& seen = observed.seen;
  const auto transaction = begin();
  const TargetId id = store_.put_target(target.name, target.environment, format_utc(clock_()));
  add_log(target, id, seen, outcome);
  // From here on the store has them; there may be a hundred megabytes.
  seen.events.rows = {};
  const auto before = store_.latest_snapshot(id);
  outcome.snapshot = store_.add_snapshot(id, seen.snapshot, observed.delta);
  if (seen.places && !seen.unchanged) store_.set_catalog_places(id, *seen.places);
  outcome.first = !before.has_value();
  outcome.objects = observed.delta.objects;
  outcome.left_out = count_left_out(observed.seen.skipped);
  outcome.no_events = seen.no_events;
  outcome.xact_snapshot = seen.snapshot.xact_snapshot;
  const auto row = store_.find_target(target.name);
  const auto after = store_.find_snapshot(id, outcome.snapshot);
  if (before) outcome.changes = database_changes_between(store_, *row, *before, *after, config_.rules());
  Report cluster = clusters_.take(target, *row, *after, before);
  if (outcome.changes) combine(*outcome.changes, std::move(cluster));
  const auto current = drift(target, *row, *after, outcome);
  const auto scripts = [&](bool of_changes, bool of_drift) {
    return scripts_for(target, {*row, *after}, of_changes ? before : std::nullopt, of_drift);
  };
  alerts_ +=
      queue_channel_alerts(config_, store_, target, id, *after, outcome.changes, current, clock_, scripts);
  if (outcome.changes && !outcome.changes->findings.empty()) keep_report(id, *outcome.changes, "", *after);
  if (outcome.drift) keep_report(id, *outcome.drift, target.reference, *after);
  add_log_findings(target, id, seen, outcome);
  store_.note_attempt(id, format_utc(clock_()), "");
  if (transaction) transaction->commit();
}

// The drift from the reference's newest snapshot. The outcome names it when it is another one than at the
// last collection.
std::optional<CurrentDrift> Recorder::drift(const TargetConfig& target, const TargetRow& row,
                                            const SnapshotRow& snapshot, TargetOutcome& outcome) {
  if (target.reference.empty()) return std::nullopt;
  const auto reference = store_.find_target(target.reference);
  const auto reference_snapshot = reference ? store_.latest_snapshot(reference->id) : std::nullopt;
  if (!reference_snapshot) return std::nullopt;
  Side before = stored_side(store_, *reference, *reference_snapshot, reference->name);
  Side after = stored_side(store_, row, snapshot, row.name);
  if (reference_snapshot->fingerprint != snapshot.fingerprint) {
    keep_differing(store_.versions_of(reference->id, reference_snapshot->id),
                   store_.versions_of(row.id, snapshot.id), before, after);
  }
  CurrentDrift drift{reference->id, compare("drift", std::move(before), std::move(after), config_.rules())};
  const std::string digest = drift_digest(drift.report);
  if (store_.drift_digest(row.id, reference->id) != digest) {
    store_.set_drift_digest(row.id, reference->id, digest, format_utc(clock_()));
    outcome.drift = drift.report;
  }
  return drift;
}

std::vector<Attachment> Recorder::scripts_for(const TargetConfig& target, const StoredSnapshot& now,
                                              const std::optional<SnapshotRow>& before, bool of_drift) {
  std::vector<Attachment> files;
  const FindingRules rules = config_.rules();
  if (before) files.push_back({"changes.sql", changes_script(store_, {now.target, *before}, now, rules)});
  const auto reference = of_drift ? store_.find_target(target.reference) : std::nullopt;
  const auto snapshot = reference ? store_.latest_snapshot(reference->id) : std::nullopt;
  if (snapshot) files.push_back({"drift.sql", drift_script(store_, {*reference, *snapshot}, now, rules)});
  return files;
}

void Recorder::keep_report(TargetId id, const Report& report, const std::string& reference,
                           const SnapshotRow& snapshot) {
  store_.add_report(id, report_row(report, reference, snapshot));
}

void Recorder::put_alert(const TargetConfig& target, const std::optional<NewAlert>& message,
                         const Timestamp& now) {
  if (message && queue_alert(config_, store_, target, *message, now)) ++alerts_;
}

}  // namespace schema_audit
