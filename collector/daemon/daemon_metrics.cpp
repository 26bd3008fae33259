#include "collector/daemon/daemon_metrics.hpp"

#include <spdlog/spdlog.h>

#include "collector/metrics/target_metrics.hpp"
#include "collector/store/open_store.hpp"
#include "collector/store/store_error.hpp"

namespace schema_audit {

namespace {

constexpr MetricFamily::Type kCounter = MetricFamily::Type::kCounter;
constexpr MetricFamily::Type kGauge = MetricFamily::Type::kGauge;
constexpr UnixMicros kMicrosPerMilli = 1'000;

double seconds(UnixMicros time) { return static_cast<double>(time) / kMicrosPerSecond; }

void add_work(Metrics& metrics, const DaemonState& state) {
  MetricFamily& targets = metrics.emplace_back(MetricFamily{
      "schema_audit_collections_total", "Collections of targets, by what became of them.", kCounter, {}});
  targets.add({{"result", "collected"}}, static_cast<double>(state.collected));
  targets.add({{"result", "failed"}}, static_cast<double>(state.failed));
  targets.add({{"result", "skipped"}}, static_cast<double>(state.skipped));
  MetricFamily runs{"schema_audit_runs_total",
                    "Runs: of all targets at their interval, and at once of those that changed.",
                    kCounter,
                    {}};
  MetricFamily ended{
      "schema_audit_last_run_timestamp_seconds", "When the last run came to its end.", kGauge, {}};
  MetricFamily took{"schema_audit_last_run_duration_seconds", "How long the last run took.", kGauge, {}};
  for (const Lane lane : {Lane::kInterval, Lane::kAtOnce}) {
    const DaemonState::Run run = state.run(lane);
    const std::vector<std::pair<std::string, std::string>> labels{
        {"lane", kLaneNames.at(static_cast<std::size_t>(lane))}};
    runs.add(labels, static_cast<double>(run.runs));
    if (run.ended_at == 0) continue;
    ended.add(labels, seconds(run.ended_at));
    took.add(labels, run.seconds);
  }
  for (MetricFamily* family : {&runs, &ended, &took}) metrics.push_back(std::move(*family));
}

void add_counter(Metrics& metrics, const char* name, const char* help, std::uint64_t value) {
  metrics.emplace_back(MetricFamily{name, help, kCounter, {}}).add({}, static_cast<double>(value));
}

void add_process(Metrics& metrics, const DaemonState& state, const Listener::Counts& listener) {
  MetricFamily& alerts = metrics.emplace_back(
      MetricFamily{"schema_audit_alert_attempts_total", "Attempts to deliver alerts.", kCounter, {}});
  alerts.add({{"result", "delivered"}}, static_cast<double>(state.alerts_delivered));
  alerts.add({{"result", "failed"}}, static_cast<double>(state.alerts_failed));
  alerts.add({{"result", "given_up"}}, static_cast<double>(state.alerts_given_up));
  add_counter(metrics, "schema_audit_notifications_total", "Notifications of targets whose log had grown.",
              listener.notifications);
  MetricFamily& watched = metrics.emplace_back(MetricFamily{
      "schema_audit_watched_targets", "Targets whose changes are known at once, by how.", kGauge, {}});
  watched.add({{"by", "notification"}}, static_cast<double>(listener.listening));
  watched.add({{"by", "question"}}, static_cast<double>(listener.polling));
  watched.add({{"by", "interval"}}, static_cast<double>(listener.left_out));
  MetricFamily& reloads = metrics.emplace_back(MetricFamily{
      "schema_audit_config_reloads_total", "Configurations that were read again.", kCounter, {}});
  reloads.add({{"result", "taken"}}, static_cast<double>(state.reloads));
  reloads.add({{"result", "refused"}}, static_cast<double>(state.failed_reloads));
  add_counter(metrics, "schema_audit_store_errors_total", "Failures of the store.", state.store_errors);
  metrics
      .emplace_back(MetricFamily{
          "process_start_time_seconds", "Start time of the process since unix epoch in seconds.", kGauge, {}})
      .add({}, seconds(state.started_at));
}

// Of each target; for an entry of many databases, of those that the store knows and that are still there.
std::vector<TargetHistory> histories_of(const Config& config, Store& store) {
  const std::vector<TargetRow> rows = store.targets();
  std::vector<TargetHistory> histories;
  const auto add = [&](const TargetConfig& target, const std::string& name) {
    histories.push_back({name, target.environment, history_of(store, name)});
  };
  for (const TargetConfig& target : config.targets) {
    if (target.databases.empty()) {
      add(target, target.name);
      continue;
    }
    for (const TargetRow& row : rows) {
      if (!row.gone_at && target.stands_for(row.name)) add(target, row.name);
    }
  }
  return histories;
}

}  // namespace

std::string daemon_metrics(const DaemonState& state, const Listener::Counts& listener) {
  Metrics metrics;
  add_build_metrics(metrics);
  add_work(metrics, state);
  add_process(metrics, state, listener);
  const auto config = state.config();
  try {
    const std::unique_ptr<Store> store = open_store(config->store, StoreMode::kReadOnly);
    add_history_metrics(metrics, histories_of(*config, *store));
    add_store_metrics(metrics, store_sizes(*config));
    add_alert_metrics(metrics, store->delivery_counts(), store->channels());
  } catch (const std::exception& error) {
    spdlog::warn("metrics without the store: {}", error.what());
  }
  return to_prometheus(metrics);
}

HttpServer::Answer daemon_health(const DaemonState& state, UnixMicros now) {
  constexpr UnixMicros kGrace = 600 * kMicrosPerSecond;
  if (state.is_stuck()) return {false, "a thread has not said anything for too long"};
  if (const std::string error = state.store_error(); !error.empty()) return {false, error};
  const auto config = state.config();
  const UnixMicros since = std::max(state.run(Lane::kInterval).ended_at, state.started_at);
  const UnixMicros most =
      2 * kMicrosPerMilli * (config->daemon.interval_ms + config->daemon.jitter_ms) + kGrace;
  if (now - since > most) return {false, "no run came to its end for " + duration_text(now - since)};
  return {true, "ok"};
}

}  // namespace schema_audit
