// The channels of a configuration, ready to send.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "collector/alert/alert_sink.hpp"
#include "collector/clock.hpp"
#include "collector/config/config.hpp"

namespace schema_audit {

// By name of the channel.
using Sinks = std::map<std::string, std::unique_ptr<AlertSink>>;

// Throws CollectorError (config) when a channel cannot be used as it is configured.
std::unique_ptr<AlertSink> make_sink(const AlertChannelConfig& channel, const Clock& clock);
Sinks make_sinks(const std::vector<AlertChannelConfig>& channels, const Clock& clock);

}  // namespace schema_audit
