// The families of metrics about targets, the store and alerts.
#pragma once

#include <string>
#include <vector>

#include "collector/metrics/metric.hpp"
#include "collector/run/health.hpp"
#include "collector/run/store_health.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

struct TargetHistory {
  std::string target;
  std::string environment;
  std::optional<CollectionHistory> history;
};

// The version of this program.
void add_build_metrics(Metrics& metrics);

// What the store knows of each target.
void add_history_metrics(Metrics& metrics, const std::vector<TargetHistory>& targets);

// What a look at each target gave.
void add_health_metrics(Metrics& metrics, const std::vector<TargetHealth>& targets);

void add_store_metrics(Metrics& metrics, const StoreHealth& store);

void add_alert_metrics(Metrics& metrics, const DeliveryCounts& counts,
                       const std::vector<ChannelRow>& channels);

}  // namespace schema_audit
