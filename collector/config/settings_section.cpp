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

LogConfig read_log(const ConfigContext& context, const YamlNode& node) {
  Section section(context, node, "log");
  LogConfig log;
  log.level = section.word("level", {"debug", "info", "warning", "error", "off"}, log.level);
  section.finish();
  return log;
}

}  // namespace schema_audit
