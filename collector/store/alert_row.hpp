// The outbox: alerts, and for each the channels that must hear of it.
//
// An alert is written in the transaction of what it tells about, and leaves the
// outbox only when its receiver accepted it, so a crash loses none; its id goes
// along, so that a receiver recognises one that comes twice.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "collector/clock.hpp"
#include "collector/store/target_row.hpp"
#include "collector/store/timestamp.hpp"

namespace schema_audit {

struct AlertRow {
  std::string id;  // the same for the same news: see alert_id() in collector/alert/alert_id.hpp
  TargetId target_id = 0;
  Timestamp created_at;
  std::string severity;
  std::string payload;  // the exact bytes to send
  std::string
      attachments;  // what mail has beside it: see attachments_to_json() in collector/alert/attachment.hpp
};

// A delivery that is due.
struct Delivery {
  AlertRow alert;
  std::string channel;
  int attempts = 0;  // made so far
};

struct DeliveryKey {
  TargetId target_id = 0;
  std::string alert_id;
  std::string channel;
};

struct DeliveryCounts {
  std::int64_t pending = 0;
  std::int64_t delivered = 0;
  std::int64_t dead = 0;
};

}  // namespace schema_audit
