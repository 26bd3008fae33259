#include <arpa/inet.h>

#include <array>
#include <charconv>

#include "collector/config/sections.hpp"

namespace schema_audit {

namespace {

bool is_address(const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> bytes = {};
  return inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
         inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

// ADDRESS:PORT, with an IPv6 address in brackets, or "off".
void read_http(const ConfigContext& context, Section& section, DaemonConfig& daemon) {
  const auto text = section.text("http");
  if (!text) return;
  if (*text == "off") {
    daemon.http_host.clear();
    return;
  }
  const auto colon = text->rfind(':');
  std::string host = text->substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  int port = -1;
  if (colon != std::string::npos) {
    const char* end = text->data() + text->size();
    const auto [last, error] = std::from_chars(text->data() + colon + 1, end, port);
    if (error != std::errc() || last != end) port = -1;
  }
  constexpr int kMostPort = 65'535;
  if (!is_address(host) || port < 0 || port > kMostPort) {
    context.fail(section.find("http")->mark,
                 "daemon.http: expected an address and a port, such as 127.0.0.1:9847 or [::1]:9847, or "
                 "off; found \"" +
                     *text + "\"");
  }
  daemon.http_host = host;
  daemon.http_port = port;
}

}  // namespace

CheckConfig read_check(const ConfigContext& context, const YamlNode& node) {
  constexpr int kMostMegabytes = 1'000'000;
  Section section(context, node, "check");
  CheckConfig check;
  check.max_snapshot_age_ms = section.milliseconds("max_snapshot_age").value_or(check.max_snapshot_age_ms);
  check.max_clock_skew_ms = section.milliseconds("max_clock_skew").value_or(check.max_clock_skew_ms);
  check.min_free_disk_mb = section.number("min_free_disk_mb", 0, kMostMegabytes, check.min_free_disk_mb);
  section.finish();
  return check;
}

DaemonConfig read_daemon(const ConfigContext& context, const YamlNode& node) {
  constexpr int kShortestInterval = 1'000;
  constexpr int kMostConnections = 1'000;
  Section section(context, node, "daemon");
  DaemonConfig daemon;
  daemon.interval_ms = section.milliseconds("interval").value_or(daemon.interval_ms);
  if (daemon.interval_ms < kShortestInterval)
    context.fail(section.find("interval")->mark, "daemon.interval: must be at least 1s");
  daemon.jitter_ms = section.milliseconds("jitter").value_or(daemon.jitter_ms);
  daemon.listen = section.flag("listen", daemon.listen);
  daemon.listen_per_server =
      section.number("listen_per_server", 1, kMostConnections, daemon.listen_per_server);
  read_http(context, section, daemon);
  section.finish();
  return daemon;
}

}  // namespace schema_audit
