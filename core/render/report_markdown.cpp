#include "core/render/printable.hpp"
#include "core/render/report.hpp"

namespace schema_audit {

namespace {

void write_finding(std::string& out, const Finding& finding) {
  out += "### " + std::string(to_text(finding.severity)) + ": " + markdown_text(finding.sentence) + "\n\n";
  out += markdown_code(finding.code);
  if (!finding.advice.empty()) out += " " + markdown_text(finding.advice);
  out += "\n\n";
  for (const Event& event : finding.events) {
    const std::string on = event.origin.empty() ? "" : " on " + event.origin;
    out += "- " + markdown_text(event.at + on) + " by **" + markdown_text(who(event.actor)) + "**";
    if (!event.actor.application_name.empty()) out += ", " + markdown_text(event.actor.application_name);
    out += event.actor.client_address.empty() ? ", local socket"
                                              : ", " + markdown_text(event.actor.client_address);
    if (!event.actor.reason.empty()) out += ", reason: " + markdown_text(event.actor.reason);
    out += "\n\n";
    if (!event.statement.empty()) out += markdown_fence(shortened(event.statement, 2000)) + "\n";
  }
  if (!finding.unexplained.empty()) out += "Who: " + markdown_text(finding.unexplained) + "\n\n";
}

}  // namespace

std::string render_markdown(const Report& report) {
  std::string out = "# Schema " + markdown_text(report.type) + ": " + markdown_text(report.before) + " to " +
                    markdown_text(report.after) + "\n\n";
  const Counts counts = count(report.findings);
  out += "| critical | major | minor |\n|---:|---:|---:|\n";
  out += "| " + std::to_string(counts.critical) + " | " + std::to_string(counts.major) + " | " +
         std::to_string(counts.minor) + " |\n\n";
  if (report.findings.empty()) out += "No changes detected\\.\n\n";
  for (const Finding& finding : report.findings) write_finding(out, finding);
  for (const IgnoredFindings& ignored : report.ignored) {
    out += "Ignored: " + std::to_string(ignored.count) + " by rule " + markdown_text(ignored.rule) + "\n\n";
  }
  for (const Skipped& skipped : report.skipped) {
    out += "Not compared: " + std::to_string(skipped.count) + " " + markdown_text(skipped.kind) + ", " +
           markdown_text(skipped.reason) + "\n\n";
  }
  return out;
}

}  // namespace schema_audit
