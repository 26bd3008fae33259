#include "collector/log/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <string>
#include <utility>

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

void set_up_log(const LogOptions& options) {
  auto logger =
      std::make_shared<spdlog::logger>("schema-audit", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(make_log_formatter());
  logger->set_level(options.level);
  logger->flush_on(spdlog::level::debug);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace schema_audit
