#include "core/model/event.hpp"
#include "core/render/printable.hpp"
#include "core/render/report.hpp"

namespace schema_audit {

namespace {

constexpr std::size_t kLongestStatement = 2000;

std::string_view colour_of(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return "\x1b[1;31m";
    case Severity::kMajor:
      return "\x1b[33m";
    case Severity::kMinor:
      return "\x1b[36m";
    case Severity::kNone:
      break;
  }
  return "\x1b[2m";
}

class Writer {
 public:
  explicit Writer(bool colours) : colours_(colours) {}

  std::string in_colour(std::string_view colour, const std::string& text) const {
    return colours_ ? std::string(colour) + text + "\x1b[0m" : text;
  }
  std::string faint(const std::string& text) const { return in_colour("\x1b[2m", text); }

  void write(const Report& report, const Finding& finding) {
    const bool follows = !finding.follows.empty();
    const std::string indent = follows ? "    " : "";
    const std::string usual = finding.usual ? " (usually " + std::string(to_text(*finding.usual)) + ")" : "";
    out += indent + (follows ? "follows: " : "") +
           in_colour(colour_of(finding.severity), std::string(to_text(finding.severity))) + usual + "  " +
           printable(finding.sentence) + "  " + faint("[" + printable(finding.code) + "]") + "\n";
    for (const Event& event : finding.events) {
      out += indent + "    " + printable(event_line(report, event)) + "\n";
      // What only follows mostly came of the very statement that is shown above it.
      if (!event.statement.empty() && !follows) {
        out += printable_block(shortened(event.statement, kLongestStatement), "        ") + "\n";
      }
    }
    if (!finding.elsewhere.empty()) out += indent + "    " + printable(finding.elsewhere) + "\n";
    if (!finding.unexplained.empty()) out += indent + "    who: " + printable(finding.unexplained) + "\n";
    if (!finding.note.empty()) out += indent + "    note: " + printable(finding.note) + "\n";
    if (!finding.advice.empty()) out += indent + "    advice: " + finding.advice + "\n";
  }

  std::string out;

 private:
  const bool colours_;
};

}  // namespace

std::string where(const Report& report, const Event& event) {
  if (event.origin.empty()) return "";
  const std::string& environment =
      event.origin == report.after ? report.after_environment : report.before_environment;
  const bool says_more = !environment.empty() && environment != event.origin;
  return " on " + event.origin + (says_more ? " (" + environment + ")" : "");
}

std::string event_line(const Report& report, const Event& event) {
  std::string out = event.at + where(report, event);
  out += " by " + who(event.actor);
  if (!event.actor.application_name.empty()) out += ", " + event.actor.application_name;
  out += event.actor.client_address.empty() ? ", local socket" : ", " + event.actor.client_address;
  if (!event.actor.reason.empty()) out += " (reason: " + event.actor.reason + ")";
  return out;
}

std::string headline(const Report& report) {
  const std::string counts = to_text(count(report.findings));
  const std::string& before = report.before;
  const std::string& after = report.after;
  if (report.type == "drift") {
    return report.findings.empty() ? after + " has not drifted from " + before
                                   : after + " has drifted from " + before + ": " + counts;
  }
  return report.findings.empty() ? "No changes detected from " + before + " to " + after
                                 : "From " + before + " to " + after + ": " + counts;
}

std::string render_text(const Report& report, bool colours) {
  Writer writer(colours);
  std::string& out = writer.out;
  out += printable(headline(report)) + "\n";
  for (const Finding& finding : report.findings) {
    if (finding.follows.empty()) out += "\n";
    writer.write(report, finding);
  }
  if (!report.ignored.empty() || !report.regraded.empty() || !report.skipped.empty()) out += "\n";
  for (const IgnoredFindings& ignored : report.ignored) {
    out += "ignored: " + std::to_string(ignored.count) + " by rule {" + printable(ignored.rule) + "}\n";
  }
  for (const RegradedFindings& regraded : report.regraded) {
    out += "graded by the configuration: " + std::to_string(regraded.count) + " by rule {" +
           printable(regraded.rule) + "}\n";
  }
  for (const Skipped& skipped : report.skipped) {
    out += "not compared: " + std::to_string(skipped.count) + " " + printable(skipped.kind) + ", " +
           printable(skipped.reason) + "\n";
  }
  return out;
}

}  // namespace schema_audit
