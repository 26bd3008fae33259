#include "collector/run/collect.hpp"

#include <algorithm>
#include <set>

#include <spdlog/spdlog.h>

#include "collector/interrupt.hpp"
#include "collector/postgres/postgres_error.hpp"
#include "collector/run/alert_message.hpp"
#include "collector/run/comparison.hpp"
#include "collector/run/drift_digest.hpp"
#include "collector/run/event_model.hpp"
#include "collector/run/observation.hpp"
#include "collector/run/record_findings.hpp"
#include "collector/run/sealing.hpp"
#include "collector/run/stored_side.hpp"
#include "collector/store/store_error.hpp"
#include "core/store/snapshot_delta.hpp"

namespace schema_audit {

namespace {

// Targets in such an order that a reference comes before who refers to it. In a circle, the order of the
// configuration.
std::vector<const TargetConfig*> in_order(const Config& config, const std::vector<std::string>& names) {
  std::vector<const TargetConfig*> wanted;
  if (names.empty()) {
    for (const TargetConfig& target : config.targets) wanted.push_back(&target);
  }
  for (const std::string& name : names) wanted.push_back(&config.target(name));
  std::vector<const TargetConfig*> ordered;
  std::set<const TargetConfig*> entered;
  const std::function<void(const TargetConfig*)> visit = [&](const TargetConfig* target) {
    if (std::find(wanted.begin(), wanted.end(), target) == wanted.end() || !entered.insert(target).second)
      return;
    if (!target->reference.empty()) visit(config.find_target(target->reference));
    ordered.push_back(target);
  };
  for (const TargetConfig* target : wanted) visit(target);
  return ordered;
}

class Collection {
 public:
  Collection(const Config& config, Store& store, const Clock& clock)
      : config_(config), store_(store), clock_(clock) {}

  TargetOutcome collect(const TargetConfig& target) {
    TargetOutcome outcome;
    outcome.target = target.name;
    const TargetId id = store_.put_target(target.name, target.environment, format_utc(clock_()));
    try {
      observe_and_store(target, id, outcome);
      return outcome;
    } catch (const StoreError&) {
      throw;
    } catch (const Interrupted&) {
      throw;
    } catch (const CollectorError& error) {
      outcome.error = text_beside_target(error);
      outcome.exit_code = error.exit_code();
    }
    store_.note_attempt(id, format_utc(clock_()), outcome.error);
    return outcome;
  }

  std::size_t alerts() const { return alerts_; }

 private:
  void observe_and_store(const TargetConfig& target, TargetId id, TargetOutcome& outcome) {
    Connection connection(target, config_.timeouts);
    seal_target(connection);
    const std::vector<OpenVersion> open = store_.open_versions(id);
    std::optional<SnapshotDeltaBuilder> builder;
    Observation seen = observe(
        connection, &store_, id, clock_, [&] { builder.emplace(open); },
        [&](Object&& root) { builder->add(root); });
    const SnapshotDelta delta = builder->finish();
    seen.snapshot.fingerprint = to_bytes(delta.fingerprint);
    seen.snapshot.objects = delta.objects;
    seen.snapshot.added = delta.added;
    seen.snapshot.altered = delta.altered;
    seen.snapshot.removed = delta.removed;
    seen.snapshot.no_events = seen.no_events;

    const auto transaction = store_.begin();
    outcome.events = store_.add_events(id, seen.events.rows).statements;
    store_.add_transactions(id, seen.events.transactions);
    outcome.attempts = store_.add_attempts(id, seen.events.attempts);
    for (const Watermark& watermark : seen.events.watermarks) store_.set_watermark(id, watermark);
    store_.add_blocks(id, seen.anchors.blocks);
    for (const AnchorRow& anchor : seen.anchors.anchors) store_.set_anchor(id, anchor);
    for (const std::string& remark : seen.anchors.remarks) spdlog::info("target {}: {}", target.name, remark);
    const auto before = store_.latest_snapshot(id);
    outcome.snapshot = store_.add_snapshot(id, seen.snapshot, delta);
    outcome.first = !before.has_value();
    outcome.objects = delta.objects;
    outcome.no_events = seen.no_events;
    const auto row = store_.find_target(target.name);
    const auto after = store_.find_snapshot(id, outcome.snapshot);
    if (before) outcome.changes = changes(*row, *before, *after);
    outcome.drift = new_drift(target, *row, *after);
    if (outcome.changes && !outcome.changes->findings.empty()) keep_report(id, *outcome.changes, "", *after);
    if (outcome.drift) keep_report(id, *outcome.drift, target.reference, *after);
    put_alert(target, make_alert(target, *after, outcome), after->taken_at);
    RecordedFindings recorded = record_log_findings(store_, id, seen.anchors.findings, after->taken_at);
    put_alert(target, make_log_alert(target, recorded.fresh, after->taken_at), after->taken_at);
    outcome.log = std::move(recorded.all);
    store_.note_attempt(id, format_utc(clock_()), "");
    transaction->commit();
  }

  Report changes(const TargetRow& target, const SnapshotRow& from, const SnapshotRow& to) {
    const auto name = [&](const SnapshotRow& s) { return target.name + "@" + std::to_string(s.id); };
    Side before = stored_side(store_, target, from, name(from));
    Side after = stored_side(store_, target, to, name(to));
    // Between two snapshots of one database it is known which events lie between them.
    before.events = nullptr;
    after.events = [&](const std::vector<Finding>&) {
      return to_events(store_.events_between(target.id, from.id, to.id));
    };
    const VersionChanges versions = store_.versions_between(target.id, from.id, to.id);
    keep_differing(versions.before, versions.after, before, after);
    return compare("changes", std::move(before), std::move(after), config_.rules());
  }

  // The drift from the reference's newest snapshot, when it is another one than at the last collection.
  std::optional<Report> new_drift(const TargetConfig& target, const TargetRow& row,
                                  const SnapshotRow& snapshot) {
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
    Report report = compare("drift", std::move(before), std::move(after), config_.rules());
    const std::string digest = drift_digest(report);
    if (store_.drift_digest(row.id, reference->id) == digest) return std::nullopt;
    store_.set_drift_digest(row.id, reference->id, digest, format_utc(clock_()));
    return report;
  }

  void keep_report(TargetId id, const Report& report, const std::string& reference,
                   const SnapshotRow& snapshot) {
    const Counts counts = count(report.findings);
    store_.add_report(id, {snapshot.taken_at, report.type, reference, snapshot.id, counts.critical,
                           counts.major, counts.minor, render_json(report, false)});
  }

  void put_alert(const TargetConfig& target, const std::optional<NewAlert>& message, const Timestamp& now) {
    if (message && queue_alert(config_, store_, target, *message, now)) ++alerts_;
  }

  const Config& config_;
  Store& store_;
  const Clock& clock_;
  std::size_t alerts_ = 0;
};

}  // namespace

ExitCode CollectOutcome::exit_code() const {
  Severity severity = Severity::kNone;
  for (const TargetOutcome& target : targets) {
    if (!target.error.empty()) return ExitCode::kIncomplete;
    if (target.changes) severity = std::max(severity, worst(target.changes->findings));
    if (target.drift) severity = std::max(severity, worst(target.drift->findings));
    severity = std::max(severity, worst(target.log));
  }
  return exit_code_of(severity);
}

CollectOutcome collect(const Config& config, Store& store, const std::vector<std::string>& names,
                       const Clock& clock) {
  CollectOutcome outcome;
  Collection collection(config, store, clock);
  for (const TargetConfig* target : in_order(config, names)) {
    outcome.targets.push_back(collection.collect(*target));
    const TargetOutcome& done = outcome.targets.back();
    if (!done.error.empty()) {
      spdlog::error("target {}: {}", done.target, done.error);
    } else if (!done.no_events.empty()) {
      spdlog::info("target {}: no names: {}", done.target, done.no_events);
    }
  }
  outcome.alerts = collection.alerts();
  const auto place = [&](const TargetOutcome& o) { return config.find_target(o.target); };
  std::sort(outcome.targets.begin(), outcome.targets.end(),
            [&](const TargetOutcome& a, const TargetOutcome& b) { return place(a) < place(b); });
  return outcome;
}

}  // namespace schema_audit
