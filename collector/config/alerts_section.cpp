#include <algorithm>
#include <array>
#include <iterator>

#include "collector/alert/link.hpp"
#include "collector/alert/webhook_url.hpp"
#include "collector/config/nearest.hpp"
#include "collector/config/sections.hpp"
#include "collector/log/secrets.hpp"
#include "core/kinds/registry.hpp"

namespace schema_audit {
namespace {

using Type = AlertChannelConfig::Type;

constexpr std::array<std::pair<std::string_view, Type>, 10> kTypes{{
    {"webhook", Type::kWebhook},
    {"slack", Type::kSlack},
    {"teams", Type::kTeams},
    {"discord", Type::kDiscord},
    {"telegram", Type::kTelegram},
    {"pagerduty", Type::kPagerDuty},
    {"alertmanager", Type::kAlertmanager},
    {"email", Type::kEmail},
    {"syslog", Type::kSyslog},
    {"command", Type::kCommand},
}};

constexpr const char* kVariable = "use a variable as in ${ALERT_TOKEN}";

// An address that is usually the key to the channel itself.
void read_url(const ConfigContext& context, Section& section, AlertChannelConfig& channel,
              const char* fallback = nullptr) {
  channel.url = fallback != nullptr ? section.text("url").value_or(fallback) : section.required_text("url");
  channel.proxy = section.text("proxy").value_or("");
  channel.ca_file = section.text("ca_file").value_or("");
  channel.allow_http = section.flag("allow_http", false);
  if (fallback == nullptr) register_secret(channel.url);
  if (const auto problem = webhook_url_problem(channel.url, channel.allow_http)) {
    const YamlNode* node = section.find("url");
    context.fail(node != nullptr ? node->mark : section.mark(), section.name() + ".url: " + *problem);
  }
  // A service's address may be given with the slash that its documentation ends in.
  if (fallback != nullptr || channel.type == Type::kAlertmanager) {
    while (channel.url.ends_with('/')) channel.url.pop_back();
  }
}

std::string required_secret(const ConfigContext& context, Section& section, const char* key) {
  std::string value = section.secret(key, kVariable).value_or("");
  if (value.empty()) context.fail(section.mark(), section.name() + ": key \"" + key + "\" is missing");
  return value;
}

// What stands in an envelope must not be able to hold a second command or header.
void check_address(const ConfigContext& context, const SourceMark& mark, const std::string& name,
                   const std::string& address) {
  const bool plain = std::ranges::all_of(
      address, [](char c) { return c > ' ' && c <= '~' && c != '<' && c != '>' && c != ','; });
  const auto at = address.find('@');
  if (!plain || at == 0 || at == std::string::npos || at + 1 == address.size()) {
    context.fail(mark, name + ": expected one address such as dba@example.com, found \"" + address + "\"");
  }
}

void read_email(const ConfigContext& context, Section& section, AlertChannelConfig& channel) {
  channel.url = section.required_text("server");
  const bool known = channel.url.starts_with("smtp://") || channel.url.starts_with("smtps://");
  if (!known || channel.url.find('@') != std::string::npos) {
    context.fail(
        section.require("server").mark,
        section.name() + ".server: expected smtp://HOST:587 or smtps://HOST:465, without a password");
  }
  channel.from = section.required_text("from");
  check_address(context, section.require("from").mark, section.name() + ".from", channel.from);
  channel.to = section.texts("to");
  if (channel.to.empty())
    context.fail(section.mark(), section.name() + ": key \"to\" is missing: a list of addresses");
  for (const std::string& address : channel.to)
    check_address(context, section.require("to").mark, section.name() + ".to", address);
  channel.username = section.text("username").value_or("");
  channel.password = section.secret("password", kVariable).value_or("");
  channel.require_tls = section.flag("require_tls", true);
  channel.ca_file = section.text("ca_file").value_or("");
}

void read_details(const ConfigContext& context, Section& section, AlertChannelConfig& channel) {
  switch (channel.type) {
    case Type::kWebhook:
      channel.secret = section.secret("secret", "use a variable as in ${WEBHOOK_SECRET}").value_or("");
      read_url(context, section, channel);
      break;
    case Type::kSlack:
    case Type::kTeams:
    case Type::kDiscord:
    case Type::kAlertmanager:
      read_url(context, section, channel);
      break;
    case Type::kTelegram:
      read_url(context, section, channel, "https://api.telegram.org");
      channel.token = required_secret(context, section, "token");
      channel.chat_id = section.required_text("chat_id");
      break;
    case Type::kPagerDuty:
      read_url(context, section, channel, "https://events.pagerduty.com");
      channel.token = required_secret(context, section, "routing_key");
      break;
    case Type::kEmail:
      read_email(context, section, channel);
      break;
    case Type::kSyslog:
      break;
    case Type::kCommand:
      channel.command = section.texts("command");
      if (channel.command.empty() || channel.command.front().empty()) {
        context.fail(
            section.mark(),
            section.name() + ": key \"command\" is missing: a list of the program and its arguments");
      }
      break;
  }
}

void read_link(const ConfigContext& context, Section& section, AlertChannelConfig& channel) {
  channel.link = section.text("link").value_or("");
  if (channel.link.empty()) return;
  if (const auto problem = link_problem(channel.link))
    context.fail(section.require("link").mark, section.name() + ".link: " + *problem);
}

// When it is told of what.
void read_rules(const ConfigContext& context, Section& section, AlertChannelConfig& channel) {
  channel.kinds = section.texts("kinds");
  std::vector<std::string> known;
  for (const Kind* kind : registry()) known.emplace_back(kind->name);
  for (const std::string& kind : channel.kinds) {
    if (find_kind(kind) != nullptr) continue;
    const auto meant = nearest(kind, known);
    context.fail(section.require("kinds").mark,
                 section.name() + ".kinds: there is no kind \"" + kind + "\"" +
                     (meant ? "; did you mean \"" + *meant + "\"?" : "; docs/coverage.md lists them"));
  }
  channel.quiet_hours = section.time_window("quiet_hours");
  const std::string except =
      section.word("quiet_except", {"minor", "major", "critical", "nothing"}, "critical");
  // Nothing is worse than critical.
  channel.quiet_except = severity_from_text(except);
  channel.remind_after_ms = section.milliseconds("remind_after").value_or(channel.remind_after_ms);
}

AlertChannelConfig read_channel(const ConfigContext& context, const YamlNode& node,
                                const std::string& where) {
  Section section(context, node, where);
  AlertChannelConfig channel;
  channel.mark = section.mark();
  channel.name = section.required_text("name");
  check_name(context, section.require("name").mark, where + ".name", channel.name);
  section.require("type");
  const std::string type = section.word("type",
                                        {"webhook", "slack", "teams", "discord", "telegram", "pagerduty",
                                         "alertmanager", "email", "syslog", "command"},
                                        "webhook");
  channel.type = std::ranges::find(kTypes, type, &std::pair<std::string_view, Type>::first)->second;
  read_details(context, section, channel);
  const std::string word = section.word("min_severity", {"minor", "major", "critical"}, "major");
  channel.min_severity = severity_from_text(word).value_or(Severity::kMajor);
  channel.environments = section.texts("environments");
  read_rules(context, section, channel);
  read_link(context, section, channel);
  section.finish();
  return channel;
}

}  // namespace

std::vector<AlertChannelConfig> read_alert_channels(const ConfigContext& context, const YamlNode& node) {
  std::vector<AlertChannelConfig> channels;
  for (const YamlNode& item : context.list(node, "alerts")) {
    channels.push_back(read_channel(context, item, "alerts[" + std::to_string(channels.size() + 1) + "]"));
    const std::string& name = channels.back().name;
    const auto same = std::ranges::find(channels, name, &AlertChannelConfig::name);
    if (std::next(same) != channels.end()) {
      context.fail(channels.back().mark, "alert channel \"" + name + "\" is given twice, first in line " +
                                             std::to_string(same->mark.line));
    }
  }
  return channels;
}

}  // namespace schema_audit
