#include "collector/daemon/daemon.hpp"

#include <spdlog/spdlog.h>

#include "collector/cli/context.hpp"
#include "collector/config/environment.hpp"
#include "collector/config/load.hpp"
#include "collector/log/log.hpp"

namespace schema_audit {

ExitCode run_daemon(const Context& context) {
  const std::filesystem::path file = context.config.file;
  DaemonOptions options;
  options.clock = context.clock;
  options.load = [file] { return load_config(file, layered_environment(file, process_environment())); };
  options.on_new_config = [given = context.arguments.log_level](const Config& config) {
    if (const auto level = log_level_from_word(given.value_or(config.log.level))) spdlog::set_level(*level);
  };
  run_daemon(context.config, options);
  return ExitCode::kNone;
}

}  // namespace schema_audit
