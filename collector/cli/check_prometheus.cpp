#include "collector/cli/check_report.hpp"
#include "collector/metrics/target_metrics.hpp"

namespace schema_audit {

std::string check_prometheus(const CheckReport& report) {
  Metrics metrics;
  add_build_metrics(metrics);
  std::vector<TargetHistory> targets;
  for (const TargetHealth& health : report.targets)
    targets.push_back({health.target, health.environment, health.history});
  add_health_metrics(metrics, report.targets);
  add_history_metrics(metrics, targets);
  if (report.store) add_store_metrics(metrics, *report.store);
  if (report.outbox) add_alert_metrics(metrics, report.outbox->counts, report.outbox->channels);
  return to_prometheus(metrics);
}

}  // namespace schema_audit
