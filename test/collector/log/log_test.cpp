#include "collector/log/log.hpp"

#include <gtest/gtest.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <memory>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

#include "collector/log/secrets.hpp"
#include "test/support/expect_error.hpp"
#include "test/support/temporary_directory.hpp"

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

TEST(Log, WritesOneJsonObjectPerLineWhenAsked) {
  register_secret("log-canary5e1db1rd-json");
  std::ostringstream out;
  spdlog::logger logger("test", std::make_shared<spdlog::sinks::ostream_sink_st>(out));
  logger.set_formatter(make_json_log_formatter());
  logger.error("{}", "a \"quote\"\nand log-canary5e1db1rd-json \xff");
  const std::string line = out.str();
  ASSERT_EQ(line.find('\n'), line.size() - 1);
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["level"], "error");
  EXPECT_EQ(json["message"], "a \"quote\"\\nand *** \\xff");
  EXPECT_EQ(json["time"].get<std::string>().size(), 24U);
}

TEST(Log, RotatesItsFile) {
  const TemporaryDirectory directory;
  LogOptions options;
  options.level = spdlog::level::err;
  options.file = directory / "audit.log";
  options.max_size_mb = 1;
  options.backup_count = 2;
  testing::internal::CaptureStderr();
  set_up_log(options);
  const std::string kilobyte(1024, 'x');
  for (int i = 0; i < 4000; ++i) spdlog::error("{}", kilobyte);
  set_up_log({});
  testing::internal::GetCapturedStderr();
  for (const char* name : {"audit.log", "audit.1.log", "audit.2.log"})
    EXPECT_LE(std::filesystem::file_size(directory / name), 1024U * 1024U) << name;
  EXPECT_FALSE(std::filesystem::exists(directory / "audit.3.log"));
  options.file = "/proc/none/audit.log";
  EXPECT_EQ(thrown_by([&] { set_up_log(options); }).exit_code, ExitCode::kCannotCreate);
}

TEST(Log, HidesSecrets) {
  register_secret("log-canary5e1db1rd-1");
  EXPECT_NE(logged("password is log-canary5e1db1rd-1, twice log-canary5e1db1rd-1")
                .find("password is ***, twice ***\n"),
            std::string::npos);
}

TEST(Log, HidesALongerSecretThatContainsAShorterOne) {
  register_secret("log-canary5e1db1rd-2");
  register_secret("log-canary5e1db1rd-2-longer");
  EXPECT_EQ(hide_secrets("x log-canary5e1db1rd-2-longer y log-canary5e1db1rd-2 z"), "x *** y *** z");
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
