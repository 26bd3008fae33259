#include "collector/alert/syslog_sink.hpp"

#include <syslog.h>

#include <string>
#include <utility>
#include <vector>

#include "collector/alert/notice.hpp"
#include "collector/error.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

// Receivers cut at 1,024 bytes or more.
constexpr std::size_t kLine = 900;

int priority_of(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return LOG_CRIT;
    case Severity::kMajor:
      return LOG_WARNING;
    default:
      return LOG_INFO;
  }
}

std::vector<std::pair<Severity, std::string>> lines_of(const Notice& notice) {
  std::vector<std::pair<Severity, std::string>> lines = {
      {notice.severity, notice.headline() + " [" + notice.id + "]"}};
  for (const NoticeFinding& finding : notice.findings) {
    lines.emplace_back(finding.severity, notice.environment + "/" + notice.target + ": " + finding.code +
                                             ": " + finding.sentence +
                                             (finding.by.empty() ? "" : ", by " + finding.by));
  }
  if (!notice.link.empty())
    lines.emplace_back(notice.severity, notice.environment + "/" + notice.target + ": " + notice.link);
  return lines;
}

}  // namespace

SendResult SyslogSink::send(const AlertMessage& message) {
  Notice notice;
  try {
    notice = parse_notice(message.id, message.payload);
  } catch (const CollectorError& error) {
    return {SendResult::Status::kGone, error.what(), std::nullopt};
  }
  openlog("schema-audit", LOG_PID, LOG_DAEMON);
  for (const auto& [severity, line] : lines_of(notice))
    syslog(LOG_DAEMON | priority_of(severity), "%s", shortened(line, kLine).c_str());
  closelog();
  return {SendResult::Status::kDelivered, "", std::nullopt};
}

std::string SyslogSink::preview(const AlertMessage& message) const {
  std::string text;
  for (const auto& [severity, line] : lines_of(parse_notice(message.id, message.payload)))
    text += std::string(to_text(severity)) + "  " + line + "\n";
  return text;
}

}  // namespace schema_audit
