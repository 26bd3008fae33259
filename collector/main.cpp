// schema-audit: the half of schema_audit outside of the database.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <utility>

#include <spdlog/spdlog.h>

#include "collector/cli/context.hpp"
#include "collector/config/load.hpp"
#include "collector/error.hpp"
#include "collector/interrupt.hpp"
#include "collector/log/log.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

using Verb = ExitCode (*)(const Context&);

constexpr std::array<std::pair<std::string_view, Verb>, 16> kVerbs{{
    {"check", run_check},
    {"collect", run_collect},
    {"snapshots", run_snapshots},
    {"diff", run_diff},
    {"drift", run_drift},
    {"log", run_log},
    {"blame", run_blame},
    {"trend", run_trend},
    {"tag", run_tag},
    {"export", run_export},
    {"import", run_import},
    {"prune", run_prune},
    {"backup", run_backup},
    {"restore", run_restore},
    {"verify", run_verify},
    {"maintain", run_maintain},
}};

void set_log_level(const std::string& word) {
  const auto level = log_level_from_word(word);
  if (!level)
    throw CollectorError(ExitCode::kUsage, "unknown log level \"" + printable(word) +
                                               "\": debug, info, warning, error and off are known");
  set_up_log({*level});
}

ExitCode run(int argc, char** argv) {
  const auto arguments = parse_arguments(argc, argv);
  if (!arguments) return ExitCode::kNone;
  if (arguments->verb == "init") return run_init(*arguments);
  const Environment environment = process_environment();
  Context context{*arguments, load_config(find_config(arguments->config_file, environment), environment),
                  system_clock_micros};
  set_log_level(arguments->log_level.value_or(context.config.log.level));
  for (const auto& [name, verb] : kVerbs) {
    if (name == arguments->verb) return verb(context);
  }
  throw CollectorError(ExitCode::kInternal, "the verb " + arguments->verb + " has no implementation");
}

}  // namespace
}  // namespace schema_audit

int main(int argc, char** argv) {
  using schema_audit::ExitCode;
  try {
    schema_audit::install_signal_handlers();
    schema_audit::set_up_log({});
    return static_cast<int>(schema_audit::run(argc, argv));
  } catch (const schema_audit::CollectorError& error) {
    spdlog::error("{}", error.what());
    return static_cast<int>(error.exit_code());
  } catch (const std::exception& error) {
    spdlog::error("internal error: {}", error.what());
    return static_cast<int>(ExitCode::kInternal);
  }
}
