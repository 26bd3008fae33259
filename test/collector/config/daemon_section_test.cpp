// The sections check and daemon.
#include <gtest/gtest.h>

#include "collector/config/load.hpp"
#include "test/support/fake_environment.hpp"

namespace schema_audit {
namespace {

constexpr const char* kTarget = "targets: [{name: a, environment: e, connection: dbname=a}]\n";

Config loaded(const std::string& text) {
  return parse_config(text + "store: /s\n" + kTarget, "/etc/sa.yaml", fake_environment({}));
}

std::string refused(const std::string& text) {
  try {
    loaded(text);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "taken";
}

TEST(DaemonSection, HasDefaults) {
  const Config config = loaded("");
  EXPECT_EQ(config.daemon.interval_ms, 300'000);
  EXPECT_TRUE(config.daemon.listen);
  EXPECT_EQ(config.daemon.listen_per_server, 3)
      << "with run.parallel_per_server what the reader role may have";
  EXPECT_EQ(config.daemon.http_host, "127.0.0.1") << "for nobody else unless somebody writes it down";
  EXPECT_EQ(config.check.max_snapshot_age_ms, 0);
  EXPECT_EQ(config.check.max_clock_skew_ms, 5'000);
}

TEST(DaemonSection, IsRead) {
  const Config config = loaded(
      "daemon: {interval: 1min, jitter: 5s, listen: false, listen_per_server: 40, http: \"[::1]:80\"}\n"
      "check: {max_snapshot_age: 1h, max_clock_skew: 1s, min_free_disk_mb: 7}\n");
  EXPECT_EQ(config.daemon.interval_ms, 60'000);
  EXPECT_EQ(config.daemon.jitter_ms, 5'000);
  EXPECT_FALSE(config.daemon.listen);
  EXPECT_EQ(config.daemon.listen_per_server, 40);
  EXPECT_EQ(config.daemon.http_host, "::1");
  EXPECT_EQ(config.daemon.http_port, 80);
  EXPECT_EQ(config.check.max_snapshot_age_ms, 3'600'000);
  EXPECT_EQ(config.check.max_clock_skew_ms, 1'000);
  EXPECT_EQ(config.check.min_free_disk_mb, 7);
  EXPECT_EQ(loaded("daemon: {http: off}\n").daemon.http_host, "");
}

TEST(DaemonSection, RefusesWhatIsNoAddress) {
  for (const std::string wrong :
       {"localhost:80", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:65536", ":80", "127.0.0.1:-1", "on"}) {
    EXPECT_NE(refused("daemon: {http: \"" + wrong + "\"}\n").find("daemon.http: expected an address"),
              std::string::npos)
        << wrong << refused("daemon: {http: \"" + wrong + "\"}\n");
  }
  EXPECT_NE(refused("daemon: {interval: 10ms}\n").find("at least 1s"), std::string::npos);
  EXPECT_NE(refused("daemon: {intervall: 1min}\n").find("did you mean \"interval\""), std::string::npos);
  EXPECT_NE(refused("check: {max_age: 1h}\n").find("unknown key"), std::string::npos);
}

}  // namespace
}  // namespace schema_audit
