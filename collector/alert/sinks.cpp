#include "collector/alert/sinks.hpp"

#include "collector/alert/command_sink.hpp"
#include "collector/alert/email_sink.hpp"
#include "collector/alert/http_channel_sink.hpp"
#include "collector/alert/syslog_sink.hpp"
#include "collector/alert/webhook_sink.hpp"
#include "collector/error.hpp"

namespace schema_audit {

std::unique_ptr<AlertSink> make_sink(const AlertChannelConfig& channel, const Clock& clock) {
  using Type = AlertChannelConfig::Type;
  const auto http = [&](HttpRenderer renderer) {
    return std::make_unique<HttpChannelSink>(channel, renderer);
  };
  switch (channel.type) {
    case Type::kWebhook:
      return std::make_unique<WebhookSink>(channel, clock);
    case Type::kSlack:
      return http(slack_message);
    case Type::kTeams:
      return http(teams_message);
    case Type::kDiscord:
      return http(discord_message);
    case Type::kTelegram:
      return http(telegram_message);
    case Type::kPagerDuty:
      return http(pagerduty_message);
    case Type::kAlertmanager:
      return http(alertmanager_message);
    case Type::kEmail:
      return std::make_unique<EmailSink>(channel, clock);
    case Type::kSyslog:
      return std::make_unique<SyslogSink>();
    case Type::kCommand:
      return std::make_unique<CommandSink>(channel);
  }
  throw CollectorError(ExitCode::kInternal, "alert channel " + channel.name + " is of an unknown type");
}

Sinks make_sinks(const std::vector<AlertChannelConfig>& channels, const Clock& clock) {
  Sinks sinks;
  for (const AlertChannelConfig& channel : channels) sinks.emplace(channel.name, make_sink(channel, clock));
  return sinks;
}

}  // namespace schema_audit
