// A notice as one HTTP service wants it. One file for each service; pure.
#pragma once

#include <string>
#include <vector>

#include "collector/alert/notice.hpp"
#include "collector/config/config.hpp"

namespace schema_audit {

struct HttpMessage {
  std::string url;
  std::string body;
};

// Several are sent one after the other; a repetition of those that arrived must do no harm.
using HttpMessages = std::vector<HttpMessage>;

using HttpRenderer = HttpMessages (*)(const Notice& notice, const AlertChannelConfig& channel);

HttpMessages slack_message(const Notice& notice, const AlertChannelConfig& channel);
HttpMessages teams_message(const Notice& notice, const AlertChannelConfig& channel);
HttpMessages discord_message(const Notice& notice, const AlertChannelConfig& channel);
HttpMessages telegram_message(const Notice& notice, const AlertChannelConfig& channel);
HttpMessages pagerduty_message(const Notice& notice, const AlertChannelConfig& channel);
HttpMessages alertmanager_message(const Notice& notice, const AlertChannelConfig& channel);

}  // namespace schema_audit
