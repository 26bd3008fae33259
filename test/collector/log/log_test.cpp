#include "collector/log/log.hpp"

#include <gtest/gtest.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include <memory>
#include <sstream>
#include <string>

#include "collector/log/secrets.hpp"

namespace schema_audit {
namespace {

std::string logged(const std::string& message) {
  std::ostringstream out;
  spdlog::logger logger("test", std::make_shared<spdlog::sinks::ostream_sink_st>(out));
  logger.set_formatter(make_log_formatter());
  logger.warn("{}", message);
  return out.str();
}

TEST(Log, WritesTimeLevelAndMessage) {
  const std::string line = logged("a message");
  // 2026-11-21T09:08:58.123Z warning a message
  EXPECT_EQ(line[10], 'T');
  EXPECT_EQ(line.substr(23), "Z warning a message\n");
}

TEST(Log, KeepsAMessageOnOneLineAndTheTerminalUnharmed) {
  const std::string line = logged("a\nb\r\x1b[31mred \xe2\x80\xae rtl \xff end \xf0\x9f\x90\x98");
  EXPECT_NE(line.find("a\\nb\\r\\x1b[31mred \\u202e rtl \\xff end \xf0\x9f\x90\x98\n"), std::string::npos)
      << line;
}

TEST(Log, HidesSecrets) {
  register_secret("log-canary-1");
  EXPECT_NE(logged("password is log-canary-1, twice log-canary-1").find("password is ***, twice ***\n"),
            std::string::npos);
}

TEST(Log, HidesALongerSecretThatContainsAShorterOne) {
  register_secret("log-canary-2");
  register_secret("log-canary-2-longer");
  EXPECT_EQ(hide_secrets("x log-canary-2-longer y log-canary-2 z"), "x *** y *** z");
}

TEST(Log, LeavesShortValuesAlone) {
  register_secret("abc");
  EXPECT_EQ(hide_secrets("abc"), "abc");
}

TEST(Log, KnowsTheWordsOfLevels) {
  EXPECT_EQ(log_level_from_word("warning"), spdlog::level::warn);
  EXPECT_EQ(log_level_from_word("loud"), std::nullopt);
}

}  // namespace
}  // namespace schema_audit
