#include "collector/config/sections.hpp"

namespace schema_audit {

TimeoutConfig read_timeouts(const ConfigContext& context, const YamlNode& node) {
  Section section(context, node, "timeouts");
  TimeoutConfig timeouts;
  timeouts.connect_ms = section.milliseconds("connect").value_or(timeouts.connect_ms);
  timeouts.statement_ms = section.milliseconds("statement").value_or(timeouts.statement_ms);
  timeouts.lock_ms = section.milliseconds("lock").value_or(timeouts.lock_ms);
  section.finish();
  // Zero would mean "for ever" to libpq and the server.
  if (timeouts.connect_ms == 0 || timeouts.statement_ms == 0 || timeouts.lock_ms == 0) {
    context.fail(section.mark(), "timeouts: must be longer than zero");
  }
  return timeouts;
}

std::filesystem::path read_path(const ConfigContext& context, Section& section, std::string_view key) {
  const std::filesystem::path path = section.text(key).value_or("");
  if (path.empty() || path.is_absolute()) return path;
  return std::filesystem::path(context.file).parent_path() / path;
}

RunConfig read_run(const ConfigContext& context, const YamlNode& node) {
  constexpr int kMost = 1000;
  Section section(context, node, "run");
  RunConfig run;
  run.parallel = section.number("parallel", 1, kMost, run.parallel);
  run.parallel_per_server = section.number("parallel_per_server", 1, kMost, run.parallel_per_server);
  run.max_execution_ms = section.milliseconds("max_execution_time").value_or(run.max_execution_ms);
  run.target_max_execution_ms =
      section.milliseconds("target_max_execution_time").value_or(run.target_max_execution_ms);
  run.jitter_ms = section.milliseconds("jitter").value_or(run.jitter_ms);
  run.retries = section.number("retries", 0, 20, run.retries);
  run.retry_ms = section.milliseconds("retry_delay").value_or(run.retry_ms);
  run.pool_size = section.number("pool_size", 0, kMost, run.pool_size);
  run.max_overflow = section.number("max_overflow", 0, kMost, run.max_overflow);
  run.pool_timeout_ms = section.milliseconds("pool_timeout").value_or(run.pool_timeout_ms);
  run.pool_recycle_ms = section.milliseconds("pool_recycle").value_or(run.pool_recycle_ms);
  if (run.pool_size + run.max_overflow == 0) {
    context.fail(section.mark(), "run: pool_size and max_overflow leave no connection at all");
  }
  run.allowed_hours = section.time_window("allowed_hours");
  run.pause_file = read_path(context, section, "pause_file");
  section.finish();
  return run;
}

LogConfig read_log(const ConfigContext& context, const YamlNode& node) {
  Section section(context, node, "log");
  LogConfig log;
  log.level = section.word("level", {"debug", "info", "warning", "error", "off"}, log.level);
  log.file = read_path(context, section, "file");
  log.max_size_mb = section.number("max_size_mb", 1, 10'000, log.max_size_mb);
  log.backup_count = section.number("backup_count", 0, 1000, log.backup_count);
  log.json = section.word("format", {"text", "json"}, "text") == "json";
  section.finish();
  return log;
}

}  // namespace schema_audit
