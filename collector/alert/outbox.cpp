#include "collector/alert/outbox.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <optional>
#include <set>
#include <utility>

#include "collector/log/secrets.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

Outbox::Outbox(Store& store, const Sinks& sinks, Clock clock, const std::vector<AlertChannelConfig>& channels,
               RetryPolicy policy)
    : store_(store), sinks_(sinks), clock_(std::move(clock)), policy_(policy) {
  for (const AlertChannelConfig& channel : channels) channels_.emplace(channel.name, channel);
}

DeliverySummary Outbox::deliver_due(const std::function<void()>& on_look) {
  DeliverySummary summary;
  std::map<std::string, ChannelRow> rows;
  for (ChannelRow& row : store_.channels()) rows.emplace(row.name, std::move(row));
  std::set<std::string> down;
  for (const Delivery& delivery : store_.due_deliveries(format_utc(clock_()))) {
    if (on_look) on_look();
    const auto sink = sinks_.find(delivery.channel);
    if (sink == sinks_.end()) {
      ++summary.unknown;
      spdlog::warn("alert {} waits for channel {}, which is not configured", delivery.alert.id,
                   delivery.channel);
      continue;
    }
    ChannelRow& row = rows[delivery.channel];
    row.name = delivery.channel;
    // Times in this form sort as text.
    const bool in_peace = row.retry_at && format_utc(clock_()) < *row.retry_at;
    if (in_peace || down.contains(delivery.channel)) {
      ++summary.postponed;
    } else if (is_quiet(delivery, clock_())) {
      ++summary.quiet;
    } else {
      if (!deliver(delivery, *sink->second, row, summary)) down.insert(delivery.channel);
    }
  }
  return summary;
}

bool Outbox::is_quiet(const Delivery& delivery, UnixMicros now) const {
  const auto found = channels_.find(delivery.channel);
  if (found == channels_.end() || !found->second.quiet_hours) return false;
  const AlertChannelConfig& channel = found->second;
  const Severity severity = severity_from_text(delivery.alert.severity).value_or(Severity::kNone);
  if (channel.quiet_except && severity >= *channel.quiet_except) return false;
  return channel.quiet_hours->contains(now);
}

void Outbox::note_answer(ChannelRow& channel, const SendResult& result, const std::string& error,
                         UnixMicros now) {
  channel.retry_at.reset();
  if (result.status == SendResult::Status::kDown) {
    ++channel.failures;
    channel.last_error = error;
    channel.last_failure_at = format_utc(now);
    if (const auto pause = policy_.pause(channel.failures, result.retry_after)) {
      channel.retry_at = format_utc(now + pause->count() * kMicrosPerSecond);
      spdlog::warn("channel {} failed {} times in a row; not asked again before {}", channel.name,
                   channel.failures, *channel.retry_at);
    }
  } else {
    channel.failures = 0;
    if (result.status == SendResult::Status::kDelivered) channel.last_success_at = format_utc(now);
  }
  store_.put_channel(channel);
}

bool Outbox::deliver(const Delivery& delivery, AlertSink& sink, ChannelRow& channel,
                     DeliverySummary& summary) {
  const DeliveryKey key{delivery.alert.target_id, delivery.alert.id, delivery.channel};
  const SendResult result =
      sink.send({delivery.alert.id, delivery.alert.payload, delivery.alert.attachments});
  const UnixMicros now = clock_();
  const std::string error = printable(hide_secrets(result.error));
  const auto transaction = store_.begin();
  note_answer(channel, result, error, now);
  if (result.status == SendResult::Status::kDelivered) {
    store_.mark_delivered(key, format_utc(now));
    transaction->commit();
    ++summary.delivered;
    spdlog::info("alert {} delivered to {}", key.alert_id, key.channel);
    return true;
  }
  std::optional<std::chrono::seconds> wait;
  if (result.status != SendResult::Status::kGone) {
    wait = policy_.delay(delivery.attempts + 1, key.alert_id + key.channel, result.retry_after);
  }
  std::optional<Timestamp> next_try;
  if (wait) next_try = format_utc(now + wait->count() * kMicrosPerSecond);
  store_.mark_failed(key, format_utc(now), next_try, error);
  transaction->commit();
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

}  // namespace schema_audit
