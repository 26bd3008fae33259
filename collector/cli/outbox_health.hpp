// What has become of the alerts: for check.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "collector/store/store.hpp"

namespace schema_audit {

struct OutboxHealth {
  DeliveryCounts counts;
  std::vector<ChannelRow> channels;  // all that were ever asked
  std::vector<ChannelRow> failing;   // channels that failed when they were asked last
  std::vector<DeadLetter> dead;      // newest first

  bool is_well() const { return failing.empty() && dead.empty(); }
};

OutboxHealth outbox_health(Store& store);

// Empty when all is well and nothing waits.
std::string outbox_text(const OutboxHealth& health);
nlohmann::ordered_json outbox_json(const OutboxHealth& health);

}  // namespace schema_audit
