#include "collector/metrics/target_metrics.hpp"

#include <algorithm>

namespace schema_audit {

namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;

template <typename Target>
Labels labels_of(const Target& target) {
  return {{"target", target.target}, {"environment", target.environment}};
}

Labels with(Labels labels, const std::string& name, const std::string& value) {
  labels.emplace_back(name, value);
  return labels;
}

double seconds(UnixMicros time) { return static_cast<double>(time) / kMicrosPerSecond; }

void add_time(MetricFamily& family, const Labels& labels, const std::optional<Timestamp>& time) {
  const auto micros = time ? parse_utc(*time) : std::nullopt;
  if (micros) family.add(labels, seconds(*micros));
}

// "15.18", as a label.
std::string version_text(int version) {
  constexpr int kMajor = 10'000;
  return std::to_string(version / kMajor) + "." + std::to_string(version % kMajor);
}

}  // namespace

void add_build_metrics(Metrics& metrics) {
  MetricFamily& info = metrics.emplace_back();
  info = {"schema_audit_build_info", "Version of schema-audit; always 1.", MetricFamily::Type::kGauge, {}};
  info.add({{"version", SCHEMA_AUDIT_VERSION}}, 1);
}

void add_history_metrics(Metrics& metrics, const std::vector<TargetHistory>& targets) {
  MetricFamily attempt{"schema_audit_target_last_attempt_timestamp_seconds",
                       "When the target was last tried to be collected.",
                       {},
                       {}};
  MetricFamily success{
      "schema_audit_target_last_success_timestamp_seconds", "When the target was last collected.", {}, {}};
  MetricFamily failures{"schema_audit_target_consecutive_failures",
                        "Collections of the target that failed since the last one that did not.",
                        {},
                        {}};
  MetricFamily snapshot{"schema_audit_target_snapshot_timestamp_seconds",
                        "When the newest snapshot of the target was taken.",
                        {},
                        {}};
  MetricFamily objects{
      "schema_audit_target_objects", "Objects in the newest snapshot of the target.", {}, {}};
  MetricFamily drift{"schema_audit_target_drift_findings",
                     "Findings about how the target differs from its reference, as they were told last.",
                     {},
                     {}};
  for (const TargetHistory& target : targets) {
    if (!target.history) continue;
    const CollectionHistory& history = *target.history;
    const Labels labels = labels_of(target);
    add_time(attempt, labels, history.last_attempt_at);
    add_time(success, labels, history.last_success_at);
    failures.add(labels, static_cast<double>(history.failures));
    add_time(snapshot, labels, history.snapshot_at);
    if (history.snapshot_at) objects.add(labels, static_cast<double>(history.objects));
    if (!history.drift) continue;
    const Labels of_drift = with(labels, "reference", history.drift->reference);
    drift.add(with(of_drift, "severity", "critical"), static_cast<double>(history.drift->critical));
    drift.add(with(of_drift, "severity", "major"), static_cast<double>(history.drift->major));
    drift.add(with(of_drift, "severity", "minor"), static_cast<double>(history.drift->minor));
  }
  for (MetricFamily* family : {&attempt, &success, &failures, &snapshot, &objects, &drift})
    metrics.push_back(std::move(*family));
}

void add_health_metrics(Metrics& metrics, const std::vector<TargetHealth>& targets) {
  MetricFamily up{"schema_audit_target_up", "Whether the target could be reached.", {}, {}};
  MetricFamily info{
      "schema_audit_target_info", "Versions of the target's server and of its extension; always 1.", {}, {}};
  MetricFamily connect{
      "schema_audit_target_connect_seconds", "How long connecting to the target took.", {}, {}};
  MetricFamily latency{
      "schema_audit_target_latency_seconds", "How long one query on the open connection took.", {}, {}};
  MetricFamily skew{"schema_audit_target_clock_skew_seconds",
                    "How far the clock of the server is ahead of the one here.",
                    {},
                    {}};
  MetricFamily tls{"schema_audit_target_tls", "Whether the connection is encrypted.", {}, {}};
  MetricFamily log{"schema_audit_target_log_readable", "Whether the log of the target can be read.", {}, {}};
  MetricFamily checks{"schema_audit_target_checks",
                      "Checks of the extension by what they gave, as schema_verify() tells.",
                      {},
                      {}};
  MetricFamily findings{"schema_audit_target_log_findings",
                        "Findings about the log of the target: new ones, and those that stand.",
                        {},
                        {}};
  MetricFamily problems{
      "schema_audit_target_problems", "What somebody has to look after at the target.", {}, {}};
  for (const TargetHealth& target : targets) {
    const Labels labels = labels_of(target);
    up.add(labels, target.error.empty() ? 1 : 0);
    if (!target.error.empty()) continue;
    info.add(with(with(labels, "server_version", version_text(target.server_version)), "extension_version",
                  target.extension_version),
             1);
    constexpr double kMilli = 1000;
    connect.add(labels, static_cast<double>(target.connect_ms) / kMilli);
    latency.add(labels, static_cast<double>(target.latency_ms) / kMilli);
    skew.add(labels, seconds(target.clock_skew));
    tls.add(labels, target.tls ? 1 : 0);
    log.add(labels, target.log_readable ? 1 : 0);
    if (!target.coverage.empty()) {
      for (const char* status : {"ok", "warning", "failed"}) {
        checks.add(with(labels, "status", status),
                   static_cast<double>(std::ranges::count(target.coverage, status, &Coverage::status)));
      }
    }
    for (const Severity severity : {Severity::kCritical, Severity::kMajor}) {
      findings.add(with(labels, "severity", std::string(to_text(severity))),
                   static_cast<double>(std::ranges::count(target.findings, severity, &LogFinding::severity)));
    }
    problems.add(labels, static_cast<double>(target.problems.size()));
  }
  for (MetricFamily* family :
       {&up, &info, &connect, &latency, &skew, &tls, &log, &checks, &findings, &problems})
    metrics.push_back(std::move(*family));
}

void add_store_metrics(Metrics& metrics, const StoreHealth& store) {
  const auto add = [&](const char* name, const char* help, std::uintmax_t value) {
    MetricFamily& family = metrics.emplace_back(MetricFamily{name, help, {}, {}});
    family.add({}, static_cast<double>(value));
  };
  add("schema_audit_store_size_bytes", "Size of the store.", store.bytes);
  add("schema_audit_store_wal_size_bytes", "Size of its write-ahead log.", store.wal_bytes);
  add("schema_audit_store_filesystem_avail_bytes", "Room on the file system of the store.", store.free_bytes);
  add("schema_audit_store_problems", "What somebody has to look after at the store.", store.problems.size());
}

void add_alert_metrics(Metrics& metrics, const DeliveryCounts& counts,
                       const std::vector<ChannelRow>& channels) {
  MetricFamily alerts{"schema_audit_alerts", "Deliveries of alerts that the store has, by state.", {}, {}};
  alerts.add({{"state", "waiting"}}, static_cast<double>(counts.pending));
  alerts.add({{"state", "delivered"}}, static_cast<double>(counts.delivered));
  alerts.add({{"state", "given_up"}}, static_cast<double>(counts.dead));
  MetricFamily failures{"schema_audit_channel_consecutive_failures",
                        "Attempts at the channel that failed since the last one that did not.",
                        {},
                        {}};
  for (const ChannelRow& channel : channels)
    failures.add({{"channel", channel.name}}, static_cast<double>(channel.failures));
  metrics.push_back(std::move(alerts));
  metrics.push_back(std::move(failures));
}

}  // namespace schema_audit
