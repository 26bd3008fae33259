#include "collector/cli/outbox_health.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

constexpr std::size_t kMostShown = 10;

}  // namespace

OutboxHealth outbox_health(Store& store) {
  OutboxHealth health;
  health.counts = store.delivery_counts();
  health.dead = store.dead_letters();
  health.channels = store.channels();
  for (const ChannelRow& channel : health.channels) {
    if (channel.failures > 0) health.failing.push_back(channel);
  }
  return health;
}

std::string outbox_text(const OutboxHealth& health) {
  if (health.is_well() && health.counts.pending == 0) return {};
  std::string text = "alerts: " + std::to_string(health.counts.delivered) + " delivered, " +
                     std::to_string(health.counts.pending) + " waiting, " +
                     std::to_string(health.counts.dead) + " given up\n";
  for (const ChannelRow& channel : health.failing) {
    text += "  channel " + printable(channel.name) + " failed " + std::to_string(channel.failures) +
            (channel.failures == 1 ? " time" : " times in a row");
    if (channel.retry_at) text += ", not asked before " + *channel.retry_at;
    text += ": " + printable(channel.last_error) + "\n";
  }
  for (std::size_t i = 0; i < std::min(health.dead.size(), kMostShown); ++i) {
    const DeadLetter& letter = health.dead[i];
    text += "  given up for " + printable(letter.channel) + ": " + letter.alert_id + " (" + letter.severity +
            ", " + letter.created_at + ") after " + std::to_string(letter.attempts) +
            (letter.attempts == 1 ? " attempt: " : " attempts: ") + printable(letter.last_error) + "\n";
  }
  if (health.dead.size() > kMostShown)
    text += "  and " + std::to_string(health.dead.size() - kMostShown) + " more\n";
  return text;
}

nlohmann::ordered_json outbox_json(const OutboxHealth& health) {
  nlohmann::ordered_json json = {{"delivered", health.counts.delivered},
                                 {"waiting", health.counts.pending},
                                 {"given_up", health.counts.dead}};
  json["failing_channels"] = nlohmann::ordered_json::array();
  for (const ChannelRow& channel : health.failing) {
    nlohmann::ordered_json item = {
        {"channel", channel.name}, {"failures", channel.failures}, {"error", channel.last_error}};
    if (channel.retry_at) item["not_asked_before"] = *channel.retry_at;
    json["failing_channels"].push_back(std::move(item));
  }
  json["dead_letters"] = nlohmann::ordered_json::array();
  for (const DeadLetter& letter : health.dead) {
    json["dead_letters"].push_back({{"channel", letter.channel},
                                    {"alert", letter.alert_id},
                                    {"severity", letter.severity},
                                    {"created_at", letter.created_at},
                                    {"attempts", letter.attempts},
                                    {"error", letter.last_error}});
  }
  return json;
}

}  // namespace schema_audit
