#include <algorithm>
#include <string>
#include <vector>

#include "collector/report/formats.hpp"
#include "collector/report/markup.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

constexpr std::size_t kLongestStatement = 2000;

bool fails(const Finding& finding) { return finding.severity >= Severity::kMajor; }

// All that is known of a finding beside its sentence, for people.
std::string details(const Report& report, const Finding& finding) {
  std::string out;
  if (finding.usual)
    out +=
        std::string(to_text(finding.severity)) + " (usually " + std::string(to_text(*finding.usual)) + ")\n";
  for (const Event& event : finding.events) {
    out += event_line(report, event) + "\n";
    if (!event.statement.empty()) out += shortened(event.statement, kLongestStatement) + "\n";
  }
  if (!finding.elsewhere.empty()) out += finding.elsewhere + "\n";
  if (!finding.unexplained.empty()) out += "who: " + finding.unexplained + "\n";
  if (!finding.note.empty()) out += "note: " + finding.note + "\n";
  if (!finding.advice.empty()) out += "advice: " + finding.advice + "\n";
  return markup_block(out);
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + markup_text(value) + "\"";
}

std::string number(std::string_view name, std::size_t value) {
  return attribute(name, std::to_string(value));
}

void begin_case(std::string& out, std::string_view group, std::string_view name) {
  out += "    <testcase" + attribute("classname", group) + attribute("name", name) + ">\n";
}

void write_finding(std::string& out, const Report& report, const Finding& finding) {
  begin_case(out, finding.code, finding.sentence);
  const std::string text = details(report, finding);
  if (fails(finding)) {
    out += "      <failure" + attribute("type", to_text(finding.severity)) +
           attribute("message", finding.sentence) + ">" + text + "</failure>\n";
  } else {
    out += "      <system-out>" + text + "</system-out>\n";
  }
  out += "    </testcase>\n";
}

void write_skipped(std::string& out, std::string_view group, std::string_view name,
                   const std::string& message) {
  begin_case(out, group, name);
  out += "      <skipped" + attribute("message", message) + "/>\n    </testcase>\n";
}

void write_graded(std::string& out, const std::vector<RegradedFindings>& all) {
  if (all.empty()) return;
  out += "    <properties>\n";
  for (const RegradedFindings& regraded : all) {
    out += "      <property" + attribute("name", "graded by the configuration") +
           attribute("value", std::to_string(regraded.count) + " by rule {" + regraded.rule + "}") + "/>\n";
  }
  out += "    </properties>\n";
}

std::size_t failures(const Report& report) {
  std::size_t n = 0;
  for (const Finding& finding : report.findings) n += fails(finding) ? 1 : 0;
  return n;
}

void write_suite(std::string& out, const Report& report) {
  const std::size_t left_out = report.ignored.size() + report.skipped.size();
  const std::size_t tests = std::max<std::size_t>(report.findings.size(), 1) + left_out;
  out += "  <testsuite" + attribute("name", report.type + ": " + report.before + " to " + report.after) +
         number("tests", tests) + number("failures", failures(report)) + number("errors", 0) +
         number("skipped", left_out) + ">\n";
  write_graded(out, report.regraded);
  for (const Finding& finding : report.findings) write_finding(out, report, finding);
  if (report.findings.empty()) {
    begin_case(out, report.type, headline(report));
    out += "    </testcase>\n";
  }
  for (const IgnoredFindings& ignored : report.ignored)
    write_skipped(out, "ignored", ignored.rule, std::to_string(ignored.count) + " ignored");
  for (const Skipped& skipped : report.skipped) {
    write_skipped(out, "not compared", skipped.kind,
                  std::to_string(skipped.count) + " not compared: " + skipped.reason);
  }
  out += "  </testsuite>\n";
}

}  // namespace

std::string render_junit(const ReportSet& set) {
  std::size_t tests = set.unread.size();
  std::size_t failed = 0;
  std::string suites;
  for (const PlacedReport& placed : set.reports) {
    const Report& report = placed.report;
    tests += std::max<std::size_t>(report.findings.size(), 1) + report.ignored.size() + report.skipped.size();
    failed += failures(report);
    write_suite(suites, report);
  }
  for (const UnreadTarget& unread : set.unread) {
    suites += "  <testsuite" + attribute("name", unread.target) + number("tests", 1) + number("failures", 0) +
              number("errors", 1) + ">\n";
    begin_case(suites, "target", unread.target);
    suites += "      <error" + attribute("type", "not read") + attribute("message", unread.reason) +
              "/>\n    </testcase>\n  </testsuite>\n";
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("name", "schema-audit") +
         number("tests", tests) + number("failures", failed) + number("errors", set.unread.size()) + ">\n" +
         suites + "</testsuites>\n";
}

}  // namespace schema_audit
