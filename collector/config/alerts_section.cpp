#include <algorithm>
#include <iterator>

#include "collector/alert/webhook_url.hpp"
#include "collector/config/sections.hpp"
#include "collector/log/secrets.hpp"

namespace schema_audit {
namespace {

AlertChannelConfig read_channel(const ConfigContext& context, const YamlNode& node,
                                const std::string& where) {
  Section section(context, node, where);
  AlertChannelConfig channel;
  channel.mark = section.mark();
  channel.name = section.required_text("name");
  check_name(context, section.require("name").mark, where + ".name", channel.name);
  section.require("type");
  section.word("type", {"webhook"}, "webhook");
  channel.url = section.required_text("url");
  channel.secret = section.secret("secret", "use a variable as in ${WEBHOOK_SECRET}").value_or("");
  channel.proxy = section.text("proxy").value_or("");
  channel.allow_http = section.flag("allow_http", false);
  const std::string word = section.word("min_severity", {"minor", "major", "critical"}, "major");
  channel.min_severity = severity_from_text(word).value_or(Severity::kMajor);
  channel.environments = section.texts("environments");
  section.finish();
  // Its path is the key to the channel with most providers.
  register_secret(channel.url);
  if (const auto problem = webhook_url_problem(channel.url, channel.allow_http)) {
    context.fail(section.require("url").mark, where + ".url: " + *problem);
  }
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
