// schema-audit alert test|preview|retry CHANNEL.
#include <algorithm>
#include <vector>

#include <nlohmann/json.hpp>

#include "collector/alert/alert_id.hpp"
#include "collector/alert/sinks.hpp"
#include "collector/cli/context.hpp"
#include "collector/config/nearest.hpp"
#include "collector/error.hpp"
#include "collector/log/secrets.hpp"
#include "collector/run/alert_message.hpp"
#include "collector/store/run_lock.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

const AlertChannelConfig& find_channel(const Config& config, const std::string& name) {
  const auto found = std::ranges::find(config.alerts, name, &AlertChannelConfig::name);
  if (found != config.alerts.end()) return *found;
  std::vector<std::string> names;
  for (const AlertChannelConfig& channel : config.alerts) names.push_back(channel.name);
  const auto meant = nearest(name, names);
  throw CollectorError(ExitCode::kUsage, "there is no alert channel \"" + printable(name) + "\"" +
                                             (meant ? "; did you mean \"" + *meant + "\"?" : ""));
}

AlertMessage example(const AlertChannelConfig& channel, const std::string& at) {
  using Json = nlohmann::ordered_json;
  const Json finding = {{"code", "test"},
                        {"severity", "minor"},
                        {"sentence", "This is a test of the alert channel; nothing has changed"},
                        {"advice", "Nothing is to be done."},
                        {"by", {{"unexplained", "schema-audit alert test"}}}};
  const Json report = {
      {"critical", 0}, {"major", 0}, {"minor", 1}, {"findings", Json::array({finding})}, {"not_shown", 0}};
  const Json json = {
      {"type", "schema.test"},
      {"timestamp", at},
      {"data", {{"target", "none"}, {"environment", "test"}, {"severity", "minor"}, {"changes", report}}}};
  const std::string id = alert_id({"test", at});
  const std::string payload = json.dump();
  return {id, channel.link.empty() ? payload : with_link(payload, channel.link, id), ""};
}

// Sends an example now, past the outbox.
ExitCode test(const Context& context, const AlertChannelConfig& channel) {
  const std::string at = format_utc(context.clock());
  const SendResult result = make_sink(channel, context.clock)->send(example(channel, at));
  if (result.status == SendResult::Status::kDelivered) {
    print("alert channel " + channel.name + ": delivered\n");
    return ExitCode::kNone;
  }
  throw CollectorError(ExitCode::kUnavailable, "alert channel " + channel.name + ": not delivered: " +
                                                   printable(hide_secrets(result.error)));
}

// Shows the newest alert of the store, or the example, as the channel would get it.
ExitCode preview(const Context& context, const AlertChannelConfig& channel) {
  const std::string at = format_utc(context.clock());
  AlertMessage message = example(channel, at);
  if (const auto store = context.existing_store()) {
    if (const auto latest = store->latest_alert())
      message = {latest->id, latest->payload, latest->attachments};
  }
  print(hide_secrets(make_sink(channel, context.clock)->preview(message)));
  return ExitCode::kNone;
}

// What was given up for the channel is due again at the next collection.
ExitCode retry(const Context& context, const AlertChannelConfig& channel) {
  static_cast<void>(context.required_store());
  const RunLock lock(context.config.store);
  const auto store = context.writable_store();
  const std::size_t revived = store->revive_dead_letters(channel.name, format_utc(context.clock()));
  print("alert channel " + channel.name + ": " + std::to_string(revived) + " to be tried again\n");
  return ExitCode::kNone;
}

}  // namespace

ExitCode run_alert(const Context& context) {
  const std::string& action = context.arguments.names.at(0);
  const auto channel = [&]() -> const AlertChannelConfig& {
    return find_channel(context.config, context.arguments.names.at(1));
  };
  if (action == "test") return test(context, channel());
  if (action == "preview") return preview(context, channel());
  if (action == "retry") return retry(context, channel());
  throw CollectorError(ExitCode::kUsage, "unknown action \"" + printable(action) +
                                             "\": schema-audit alert test, preview or retry, and a CHANNEL");
}

}  // namespace schema_audit
