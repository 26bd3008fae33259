// schema-audit: the half of schema_audit outside of the database.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <utility>

#include <spdlog/spdlog.h>

#include "collector/cli/check_report.hpp"
#include "collector/cli/context.hpp"
#include "collector/config/environment.hpp"
#include "collector/config/load.hpp"
#include "collector/core_dump.hpp"
#include "collector/error.hpp"
#include "collector/interrupt.hpp"
#include "collector/log/log.hpp"
#include "collector/log/secrets.hpp"
#include "collector/run/fleet.hpp"
#include "collector/run/target_pool.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

using Verb = ExitCode (*)(const Context&);

constexpr std::array<std::pair<std::string_view, Verb>, 21> kVerbs{{
    {"check", run_check},         {"collect", run_collect}, {"crawl", run_collect},
    {"snapshots", run_snapshots}, {"diff", run_diff},       {"diff-latest", run_diff_latest},
    {"drift", run_drift},         {"log", run_log},         {"blame", run_blame},
    {"trend", run_trend},         {"tag", run_tag},         {"export", run_export},
    {"import", run_import},       {"prune", run_prune},     {"backup", run_backup},
    {"restore", run_restore},     {"verify", run_verify},   {"maintain", run_maintain},
    {"alert", run_alert},         {"plan", run_plan},       {"daemon", run_daemon},
}};

// Those that look at targets as they are now, and expect to find each database of an entry.
constexpr std::array<std::string_view, 5> kLooking{"check", "diff", "drift", "blame", "plan"};

void set_up_log_as_configured(const std::string& word, const LogConfig& config) {
  const auto level = log_level_from_word(word);
  if (!level)
    throw CollectorError(ExitCode::kUsage, "unknown log level \"" + printable(word) +
                                               "\": debug, info, warning, error and off are known");
  set_up_log({*level, config.json, config.file, config.max_size_mb, config.backup_count});
}

// A plugin of Nagios has its one line, and only that.
bool is_plugin(const Arguments& arguments) { return arguments.format == Format::kNagios; }

ExitCode run_verb(const Arguments& arguments) {
  if (arguments.verb == "init") return run_init(arguments);
  const Environment environment = process_environment();
  const std::filesystem::path file = find_config(arguments.config_file, environment);
  Context context{arguments, load_config(file, layered_environment(file, environment)), system_clock_micros};
  const std::string level = is_plugin(arguments) ? "off" : context.config.log.level;
  set_up_log_as_configured(arguments.log_level.value_or(level), context.config.log);
  const bool looks = std::ranges::find(kLooking, arguments.verb) != kLooking.end();
  if (looks) context.config = with_databases(context.config, arguments.names);
  for (const auto& [name, verb] : kVerbs) {
    if (name == arguments.verb) return verb(context);
  }
  throw CollectorError(ExitCode::kInternal, "the verb " + arguments.verb + " has no implementation");
}

int run(int argc, char** argv) {
  const auto arguments = parse_arguments(argc, argv);
  if (!arguments) return 0;
  if (!is_plugin(*arguments)) return static_cast<int>(run_verb(*arguments));
  try {
    return nagios_status(run_verb(*arguments));
  } catch (const CollectorError& error) {
    print(nagios_failure(error.exit_code(), hide_secrets(error.what())));
    return nagios_status(error.exit_code());
  } catch (const std::exception& error) {
    print(nagios_failure(ExitCode::kInternal, hide_secrets(error.what())));
    return nagios_status(ExitCode::kInternal);
  }
}

int guarded_run(int argc, char** argv) {
  try {
    forbid_core_dumps();
    install_signal_handlers();
    set_up_log({});
    return run(argc, argv);
  } catch (const CollectorError& error) {
    spdlog::error("{}", error.what());
    return static_cast<int>(error.exit_code());
  } catch (const std::exception& error) {
    spdlog::error("internal error: {}", error.what());
    return static_cast<int>(ExitCode::kInternal);
  }
}

}  // namespace
}  // namespace schema_audit

int main(int argc, char** argv) {
  const int status = schema_audit::guarded_run(argc, argv);
  if (!schema_audit::threads_left_behind()) return status;
  // A thread that hangs in a connection attempt must not find its libraries taken down.
  std::cout.flush();
  spdlog::default_logger()->flush();
  std::_Exit(status);
}
