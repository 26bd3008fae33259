// The collect loop as a service: from time to time all targets, at once those that say that they changed.
#pragma once

#include <functional>

#include "collector/clock.hpp"
#include "collector/config/config.hpp"

namespace schema_audit {

struct DaemonOptions {
  Clock clock;
  std::function<Config()> load;  // reads the configuration again; may throw CollectorError
  std::function<void(const Config&)> on_new_config;  // the log's level, such as
};

// Until SIGTERM or SIGINT; SIGHUP reads the configuration again, and keeps the one that there is when it
// cannot be used. Throws CollectorError when it cannot begin: the store, the channels, the address of its
// pages, another daemon on the same store (busy).
void run_daemon(Config config, const DaemonOptions& options);

}  // namespace schema_audit
