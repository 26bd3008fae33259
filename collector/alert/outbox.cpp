#include "collector/alert/outbox.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <optional>
#include <set>
#include <utility>

#include "collector/alert/webhook_sink.hpp"
#include "collector/log/secrets.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

Outbox::Outbox(Store& store, const Sinks& sinks, Clock clock, RetryPolicy policy)
    : store_(store), sinks_(sinks), clock_(std::move(clock)), policy_(policy) {}

DeliverySummary Outbox::deliver_due() {
  DeliverySummary summary;
  std::set<std::string> down;
  for (const Delivery& delivery : store_.due_deliveries(format_utc(clock_()))) {
    const auto sink = sinks_.find(delivery.channel);
    if (sink == sinks_.end()) {
      ++summary.unknown;
      spdlog::warn("alert {} waits for channel {}, which is not configured", delivery.alert.id,
                   delivery.channel);
    } else if (down.contains(delivery.channel)) {
      ++summary.postponed;
    } else if (!deliver(delivery, *sink->second, summary)) {
      down.insert(delivery.channel);
    }
  }
  return summary;
}

bool Outbox::deliver(const Delivery& delivery, AlertSink& sink, DeliverySummary& summary) {
  const DeliveryKey key{delivery.alert.target_id, delivery.alert.id, delivery.channel};
  const SendResult result = sink.send({delivery.alert.id, delivery.alert.payload});
  const UnixMicros now = clock_();
  if (result.status == SendResult::Status::kDelivered) {
    store_.mark_delivered(key, format_utc(now));
    ++summary.delivered;
    spdlog::info("alert {} delivered to {}", key.alert_id, key.channel);
    return true;
  }
  const std::string error = printable(hide_secrets(result.error));
  std::optional<std::chrono::seconds> wait;
  if (result.status != SendResult::Status::kGone) {
    wait = policy_.delay(delivery.attempts + 1, key.alert_id + key.channel, result.retry_after);
  }
  std::optional<Timestamp> next_try;
  if (wait) next_try = format_utc(now + wait->count() * kMicrosPerSecond);
  store_.mark_failed(key, format_utc(now), next_try, error);
  if (next_try) {
    ++summary.failed;
    spdlog::warn("alert {} not delivered to {}: {}; next try at or after {}", key.alert_id, key.channel,
                 error, *next_try);
  } else {
    ++summary.dead;
    spdlog::error("alert {} given up for {} after {} attempts: {}", key.alert_id, key.channel,
                  delivery.attempts + 1, error);
  }
  return result.status == SendResult::Status::kRefused;
}

Sinks make_sinks(const std::vector<AlertChannelConfig>& channels, const Clock& clock) {
  Sinks sinks;
  for (const AlertChannelConfig& channel : channels) {
    sinks.emplace(channel.name, std::make_unique<WebhookSink>(channel, clock));
  }
  return sinks;
}

}  // namespace schema_audit
