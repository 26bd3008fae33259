#include "collector/log/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "collector/error.hpp"
#include "collector/log/secrets.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

class SafeFormatter : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    const std::string text =
        printable(hide_secrets(std::string_view(message.payload.data(), message.payload.size())));
    spdlog::details::log_msg safe = message;
    safe.payload = text;
    pattern_.format(safe, out);
  }

  std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<SafeFormatter>(); }

 private:
  spdlog::pattern_formatter pattern_{"%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc};
};

class JsonFormatter : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    spdlog::details::log_msg bare = message;
    bare.payload = "";
    spdlog::memory_buf_t time;
    spdlog::memory_buf_t level;
    time_.format(bare, time);
    level_.format(bare, level);
    nlohmann::ordered_json json;
    json["time"] = std::string(time.data(), time.size());
    json["level"] = std::string(level.data(), level.size());
    json["message"] =
        printable(hide_secrets(std::string_view(message.payload.data(), message.payload.size())));
    const std::string line =
        json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
    out.append(line.data(), line.data() + line.size());
  }

  std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<JsonFormatter>(); }

 private:
  spdlog::pattern_formatter time_{"%Y-%m-%dT%H:%M:%S.%eZ", spdlog::pattern_time_type::utc, ""};
  spdlog::pattern_formatter level_{"%l", spdlog::pattern_time_type::utc, ""};
};

constexpr std::array<std::pair<std::string_view, spdlog::level::level_enum>, 5> kLevels = {
    {{"debug", spdlog::level::debug},
     {"info", spdlog::level::info},
     {"warning", spdlog::level::warn},
     {"error", spdlog::level::err},
     {"off", spdlog::level::off}}};

}  // namespace

std::optional<spdlog::level::level_enum> log_level_from_word(std::string_view word) {
  for (const auto& [name, level] : kLevels) {
    if (name == word) return level;
  }
  return std::nullopt;
}

std::unique_ptr<spdlog::formatter> make_log_formatter() { return std::make_unique<SafeFormatter>(); }

std::unique_ptr<spdlog::formatter> make_json_log_formatter() { return std::make_unique<JsonFormatter>(); }

void set_up_log(const LogOptions& options) {
  constexpr std::size_t kMegabyte = 1024UL * 1024UL;
  std::vector<spdlog::sink_ptr> sinks = {std::make_shared<spdlog::sinks::stderr_sink_mt>()};
  if (!options.file.empty()) {
    try {
      sinks.push_back(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
          options.file.string(), static_cast<std::size_t>(options.max_size_mb) * kMegabyte,
          static_cast<std::size_t>(options.backup_count)));
    } catch (const spdlog::spdlog_ex& error) {
      throw CollectorError(ExitCode::kCannotCreate, "log file: " + printable(error.what()));
    }
  }
  auto logger = std::make_shared<spdlog::logger>("schema-audit", sinks.begin(), sinks.end());
  logger->set_formatter(options.json ? make_json_log_formatter() : make_log_formatter());
  logger->set_level(options.level);
  logger->flush_on(spdlog::level::debug);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace schema_audit
