#include "collector/report/formats.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

constexpr std::size_t kLongestStatement = 1000;

// The runner takes these back; nothing else in a message means anything to it.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '%') {
      out += "%25";
    } else if (c == '\r') {
      out += "%0D";
    } else if (c == '\n') {
      out += "%0A";
    } else {
      out += c;
    }
  }
  return out;
}

std::string property(std::string_view text) {
  std::string out;
  for (const char c : escaped(printable(text))) {
    if (c == ':') {
      out += "%3A";
    } else if (c == ',') {
      out += "%2C";
    } else {
      out += c;
    }
  }
  return out;
}

std::string_view level_of(Severity severity) {
  if (severity == Severity::kCritical) return "error";
  return severity == Severity::kMajor ? "warning" : "notice";
}

void command(std::string& out, std::string_view level, const PlacedReport* placed, const std::string& title,
             const std::string& message) {
  out += "::" + std::string(level) + " ";
  if (placed && !placed->file.empty()) {
    out += "file=" + property(placed->file) + ",";
    if (placed->line > 0) out += "line=" + std::to_string(placed->line) + ",";
  }
  out += "title=" + property(title) + "::" + escaped(message) + "\n";
}

std::string message_of(const Report& report, const Finding& finding) {
  std::string out = printable(report.after) + ": " + printable(finding.sentence);
  for (const Event& event : finding.events) {
    out += "\n" + printable(event_line(report, event));
    if (!event.statement.empty())
      out += "\n" + printable_block(shortened(event.statement, kLongestStatement), "    ");
  }
  if (!finding.elsewhere.empty()) out += "\n" + printable(finding.elsewhere);
  if (!finding.unexplained.empty()) out += "\nwho: " + printable(finding.unexplained);
  if (!finding.note.empty()) out += "\nnote: " + printable(finding.note);
  if (!finding.advice.empty()) out += "\nadvice: " + finding.advice;
  return out;
}

}  // namespace

std::string render_github(const ReportSet& set) {
  std::string out;
  for (const UnreadTarget& unread : set.unread)
    command(out, "error", nullptr, "schema-audit",
            printable(unread.target + " was not read: " + unread.reason));
  for (const PlacedReport& placed : set.reports) {
    const Report& report = placed.report;
    for (const Finding& finding : report.findings) {
      command(out, level_of(finding.severity), &placed,
              std::string(to_text(finding.severity)) + ": " + finding.code, message_of(report, finding));
    }
    std::string summary = printable(headline(report));
    for (const IgnoredFindings& ignored : report.ignored)
      summary += "\nignored: " + std::to_string(ignored.count) + " by rule {" + printable(ignored.rule) + "}";
    for (const RegradedFindings& regraded : report.regraded) {
      summary += "\ngraded by the configuration: " + std::to_string(regraded.count) + " by rule {" +
                 printable(regraded.rule) + "}";
    }
    for (const Skipped& skipped : report.skipped) {
      summary += "\nnot compared: " + std::to_string(skipped.count) + " " + printable(skipped.kind) + ", " +
                 printable(skipped.reason);
    }
    command(out, "notice", &placed, "schema-audit", summary);
  }
  return out;
}

}  // namespace schema_audit
