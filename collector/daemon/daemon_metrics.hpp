// What /metrics and /healthz of the daemon say.
#pragma once

#include <string>

#include "collector/daemon/daemon_state.hpp"
#include "collector/daemon/http_server.hpp"
#include "collector/daemon/listener.hpp"

namespace schema_audit {

// Reads the store. Throws nothing: what cannot be read is left out.
std::string daemon_metrics(const DaemonState& state, const Listener::Counts& listener);

// Well: threads go on, the last run of all targets is not too long ago, and the store can be used.
HttpServer::Answer daemon_health(const DaemonState& state, UnixMicros now);

}  // namespace schema_audit
