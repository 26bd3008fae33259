#include "core/model/event.hpp"
#include "core/render/printable.hpp"
#include "core/render/report.hpp"

namespace schema_audit {

namespace {

constexpr std::size_t kLongestStatement = 2000;

std::string origin(const Event& event) {
  std::string out =
      event.at + (event.origin.empty() ? "" : " on " + event.origin) + " by " + who(event.actor);
  if (!event.actor.application_name.empty()) out += ", " + event.actor.application_name;
  out += event.actor.client_address.empty() ? ", local socket" : ", " + event.actor.client_address;
  if (!event.actor.reason.empty()) out += " (reason: " + event.actor.reason + ")";
  return printable(out);
}

void write_finding(std::string& out, const Finding& finding) {
  out += std::string(to_text(finding.severity)) + "  " + printable(finding.sentence) + "  [" +
         printable(finding.code) + "]\n";
  for (const Event& event : finding.events) {
    out += "    " + origin(event) + "\n";
    if (!event.statement.empty()) {
      out += printable_block(shortened(event.statement, kLongestStatement), "        ") + "\n";
    }
  }
  if (!finding.unexplained.empty()) out += "    who: " + printable(finding.unexplained) + "\n";
  if (!finding.advice.empty()) out += "    advice: " + finding.advice + "\n";
}

std::string headline(const Report& report) {
  const std::string counts = to_text(count(report.findings));
  const std::string before = printable(report.before);
  const std::string after = printable(report.after);
  if (report.type == "drift") {
    return report.findings.empty() ? after + " has not drifted from " + before
                                   : after + " has drifted from " + before + ": " + counts;
  }
  return report.findings.empty() ? "No changes detected from " + before + " to " + after
                                 : "From " + before + " to " + after + ": " + counts;
}

}  // namespace

std::string render_text(const Report& report) {
  std::string out = headline(report) + "\n";
  for (const Finding& finding : report.findings) {
    out += "\n";
    write_finding(out, finding);
  }
  if (!report.ignored.empty() || !report.skipped.empty()) out += "\n";
  for (const IgnoredFindings& ignored : report.ignored) {
    out += "ignored: " + std::to_string(ignored.count) + " by rule {" + printable(ignored.rule) + "}\n";
  }
  for (const Skipped& skipped : report.skipped) {
    out += "not compared: " + std::to_string(skipped.count) + " " + printable(skipped.kind) + ", " +
           printable(skipped.reason) + "\n";
  }
  return out;
}

}  // namespace schema_audit
