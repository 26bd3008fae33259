#include "core/render/printable.hpp"
#include "core/render/recommendations.hpp"
#include "core/render/report.hpp"

namespace schema_audit {

namespace {

constexpr std::size_t kMostObjects = 20;

void write_finding(std::string& out, const Report& report, const Finding& finding) {
  const std::string usual = finding.usual ? " (usually " + std::string(to_text(*finding.usual)) + ")" : "";
  out += std::string(finding.follows.empty() ? "### " : "#### Follows: ") +
         std::string(to_text(finding.severity)) + usual + ": " + markdown_text(finding.sentence) + "\n\n";
  out += markdown_code(finding.code);
  if (!finding.advice.empty()) out += " " + markdown_text(finding.advice);
  out += "\n\n";
  if (!finding.note.empty()) out += "Note: " + markdown_text(finding.note) + "\n\n";
  for (const Event& event : finding.events) {
    out += "- " + markdown_text(event.at + where(report, event)) + " by **" +
           markdown_text(who(event.actor)) + "**";
    if (!event.actor.application_name.empty()) out += ", " + markdown_text(event.actor.application_name);
    out += event.actor.client_address.empty() ? ", local socket"
                                              : ", " + markdown_text(event.actor.client_address);
    if (!event.actor.reason.empty()) out += ", reason: " + markdown_text(event.actor.reason);
    out += "\n\n";
    if (!event.statement.empty()) out += markdown_fence(shortened(event.statement, 2000)) + "\n";
  }
  if (!finding.elsewhere.empty()) out += "Elsewhere: " + markdown_text(finding.elsewhere) + "\n\n";
  if (!finding.unexplained.empty()) out += "Who: " + markdown_text(finding.unexplained) + "\n\n";
}

void write_recommendations(std::string& out, const Report& report) {
  if (report.findings.empty()) return;
  out += "## Recommendations\n\n";
  std::optional<Severity> severity;
  for (const Recommendation& recommendation : recommendations(report.findings)) {
    if (severity != recommendation.severity) {
      if (severity) out += "\n";
      severity = recommendation.severity;
      out += "### Recommended: " + std::string(to_text(*severity)) + "\n\n";
    }
    out += "- " + markdown_text(recommendation.advice) + " (";
    const std::size_t shown = std::min(recommendation.objects.size(), kMostObjects);
    for (std::size_t i = 0; i < shown; ++i)
      out += (i == 0 ? "" : ", ") + markdown_text(recommendation.objects[i]);
    if (shown < recommendation.objects.size())
      out += " and " + std::to_string(recommendation.objects.size() - shown) + " more";
    out += ")\n";
  }
  out += "\n";
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
  for (const Finding& finding : report.findings) write_finding(out, report, finding);
  write_recommendations(out, report);
  for (const IgnoredFindings& ignored : report.ignored) {
    out += "Ignored: " + std::to_string(ignored.count) + " by rule " + markdown_text(ignored.rule) + "\n\n";
  }
  for (const RegradedFindings& regraded : report.regraded) {
    out += "Graded by the configuration: " + std::to_string(regraded.count) + " by rule " +
           markdown_text(regraded.rule) + "\n\n";
  }
  for (const Skipped& skipped : report.skipped) {
    out += "Not compared: " + std::to_string(skipped.count) + " " + markdown_text(skipped.kind) + ", " +
           markdown_text(skipped.reason) + "\n\n";
  }
  return out;
}

}  // namespace schema_audit
