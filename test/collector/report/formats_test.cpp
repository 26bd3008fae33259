#include "collector/report/formats.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/diff/diff.hpp"
#include "core/severity/attribution.hpp"
#include "test/support/builders.hpp"
#include "test/support/hostile.hpp"

namespace schema_audit {
namespace {

using test::event;
using test::part;
using test::root;
using test::with;
using ::testing::HasSubstr;
using ::testing::Not;

// A dropped column, a new index and a new table, all of this name, by somebody of this name.
ReportSet set_of(const std::string& name) {
  PlacedReport placed;
  placed.file = name;
  placed.line = 7;
  Report& report = placed.report;
  report.type = "drift";
  report.before = name;
  report.after = name;
  report.after_environment = name;
  report.findings = grade(
      diff({with(root("table", name, name, 1), {part("column", name, {1, 1})})},
           {with(root("table", name, name, 1), {part("index", name, {2, 0})}), root("view", name, name, 3)},
           Lineage::kSameDatabase));
  Event drop = event("ALTER TABLE").by(name).row("dropped", "table column", {name, name, name}).rel(1, 1);
  drop.at = "2026-01-02T03:04:05.000006Z";
  drop.statement = "-- " + name;
  drop.origin = name;
  drop.actor.reason = name;
  attribute(report.findings, {drop}, "nobody " + name);
  report.findings.back().usual = Severity::kMajor;
  report.ignored = {{name, 2}};
  report.regraded = {{name, 1}};
  report.skipped = {{name, name, 3}};
  return {{placed}, {{name, name}}};
}

ReportSet nothing() {
  PlacedReport placed;
  placed.report.type = "drift";
  placed.report.before = "staging";
  placed.report.after = "production";
  return {{placed}, {}};
}

int lines(const std::string& text) { return static_cast<int>(std::count(text.begin(), text.end(), '\n')); }

TEST(Github, OneCommandForEachFinding) {
  const std::string text = render_github(set_of("t"));
  EXPECT_THAT(text, HasSubstr("::error title=schema-audit::t was not read: t\n"));
  EXPECT_THAT(text,
              HasSubstr("::error file=t,line=7,title=critical%3A column.dropped::t: column t.t.t was "
                        "dropped%0A2026-01-02T03:04:05.000006Z on t by t, local socket (reason: t)%0A"));
  EXPECT_THAT(text, HasSubstr("::notice file=t,line=7,title=minor%3A index.added::"));
  EXPECT_THAT(text,
              HasSubstr("::notice file=t,line=7,title=schema-audit::t has drifted from t: 1 critical, 2 "
                        "minor%0Aignored: 2 by rule {t}%0Agraded by the configuration: 1 by rule {t}%0A"
                        "not compared: 3 t, t\n"));
  EXPECT_EQ(lines(text), 5);
  EXPECT_EQ(render_github(nothing()),
            "::notice title=schema-audit::production has not drifted from staging\n");
}

// The runner splits at line ends, then at "::", then properties at "," and "="; it takes %25, %0D, %0A, %3A
// and %2C back.
TEST(Github, NoNameCanEndItsCommand) {
  ReportSet set = set_of("100% a:b,c\r\n::error::x");
  const std::string text = render_github(set);
  EXPECT_EQ(lines(text), 5);
  EXPECT_THAT(text, HasSubstr("file=100%25 a%3Ab%2Cc\\r\\n%3A%3Aerror%3A%3Ax,line=7,"));
  for (const std::string& name : test::hostile_names()) {
    const std::string inert = render_github(set_of(name));
    EXPECT_EQ(lines(inert), 5) << name;
    EXPECT_EQ(inert.find('\x1b'), std::string::npos);
    EXPECT_EQ(inert.find("\xe2\x80\xae"), std::string::npos);
  }
}

TEST(Junit, CountsWhatFails) {
  const std::string text = render_junit(set_of("t"));
  EXPECT_THAT(text, HasSubstr("<testsuites name=\"schema-audit\" tests=\"6\" failures=\"1\" errors=\"1\">"));
  EXPECT_THAT(text, HasSubstr("<testsuite name=\"drift: t to t\" tests=\"5\" failures=\"1\" errors=\"0\" "
                              "skipped=\"2\">"));
  EXPECT_THAT(text, HasSubstr("<testcase classname=\"column.dropped\" name=\"column t.t.t was dropped\">\n"
                              "      <failure type=\"critical\" message=\"column t.t.t was dropped\">"));
  EXPECT_THAT(text, HasSubstr("<testcase classname=\"view.added\""));
  EXPECT_THAT(text, HasSubstr("<error type=\"not read\" message=\"t\"/>"));
  EXPECT_THAT(text, HasSubstr("<skipped message=\"2 ignored\"/>"));
  EXPECT_THAT(text, HasSubstr("<property name=\"graded by the configuration\" value=\"1 by rule {t}\"/>"));
  EXPECT_THAT(text, HasSubstr("<system-out>minor (usually major)\n"));
}

TEST(Junit, NothingIsATestThatPasses) {
  const std::string text = render_junit(nothing());
  EXPECT_THAT(text, HasSubstr("tests=\"1\" failures=\"0\" errors=\"0\""));
  EXPECT_THAT(text,
              HasSubstr("<testcase classname=\"drift\" name=\"production has not drifted from staging\">"));
}

TEST(Junit, HostileNamesAreInert) {
  const int expected = lines(render_junit(set_of("plain")));
  for (const std::string& name : test::hostile_names()) {
    const std::string text = render_junit(set_of(name));
    EXPECT_THAT(text, Not(HasSubstr("<script"))) << name;
    EXPECT_GE(lines(text), expected) << "statements keep their lines";
    for (const char c : text) EXPECT_TRUE(c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= 0x20U);
  }
}

TEST(Sarif, HasWhatTheStandardRequires) {
  const auto json = nlohmann::json::parse(render_sarif(set_of("t")));
  EXPECT_EQ(json.at("version"), "2.1.0");
  ASSERT_EQ(json.at("runs").size(), 2U);
  const auto& run = json.at("runs").at(0);
  const auto& rules = run.at("tool").at("driver").at("rules");
  EXPECT_EQ(run.at("results").size(), 3U);
  EXPECT_EQ(rules.size(), 3U);
  for (const auto& result : run.at("results")) {
    EXPECT_EQ(rules.at(result.at("ruleIndex").get<std::size_t>()).at("id"), result.at("ruleId"));
    EXPECT_FALSE(result.at("message").at("text").get<std::string>().empty());
    EXPECT_EQ(result.at("locations").at(0).at("physicalLocation").at("region").at("startLine"), 7);
    EXPECT_EQ(result.at("partialFingerprints").at("schemaAuditFinding/v1").get<std::string>().size(), 64U);
  }
  EXPECT_EQ(run.at("results").at(0).at("level"), "error");
  EXPECT_EQ(run.at("results").at(2).at("level"), "note");
  EXPECT_EQ(run.at("results").at(2).at("properties").at("usualSeverity"), "major");
  const auto& unread = json.at("runs").at(1).at("invocations").at(0);
  EXPECT_EQ(unread.at("executionSuccessful"), false);
  EXPECT_EQ(unread.at("toolExecutionNotifications").size(), 1U);
}

TEST(Sarif, ARuleStandsOnce) {
  ReportSet set = nothing();
  set.reports[0].report.findings =
      grade(diff({}, {root("view", "a", "b"), root("view", "a", "c")}, Lineage::kUnrelated));
  const auto run = nlohmann::json::parse(render_sarif(set)).at("runs").at(0);
  EXPECT_EQ(run.at("tool").at("driver").at("rules").size(), 1U);
  EXPECT_NE(run.at("results").at(0).at("partialFingerprints"),
            run.at("results").at(1).at("partialFingerprints"));
}

TEST(Sarif, MessagesHoldNoLinksAndNoPlaceholders) {
  const auto json = nlohmann::json::parse(render_sarif(set_of("[x](javascript:1) {0}")));
  const std::string text = json.at("runs").at(0).at("results").at(0).at("message").at("text");
  EXPECT_THAT(text, Not(HasSubstr("](")));
  EXPECT_THAT(text, HasSubstr("{{0}}"));
}

TEST(Sarif, PathsAreUris) {
  ReportSet set = set_of("t");
  set.reports[0].file = "/a b/ä:%.yaml";
  const auto json = nlohmann::json::parse(render_sarif(set));
  EXPECT_EQ(json.at("runs")
                .at(0)
                .at("results")
                .at(0)
                .at("locations")
                .at(0)
                .at("physicalLocation")
                .at("artifactLocation")
                .at("uri"),
            "file:///a%20b/%C3%A4%3A%25.yaml");
}

TEST(Sarif, HostileNamesAreData) {
  for (const std::string& name : test::hostile_names()) {
    const auto json = nlohmann::json::parse(render_sarif(set_of(name)));
    EXPECT_EQ(json.at("runs").at(0).at("results").size(), 3U) << name;
  }
}

TEST(Html, IsOnePageWithoutAnythingFromElsewhere) {
  const std::string text = render_html(set_of("t"));
  EXPECT_THAT(text, HasSubstr("default-src 'none'"));
  EXPECT_THAT(text, HasSubstr("prefers-color-scheme: dark"));
  EXPECT_THAT(text, HasSubstr("<title>t has drifted from t: 1 critical, 2 minor</title>"));
  EXPECT_THAT(text, HasSubstr("<h4>column t.t.t was dropped</h4>"));
  EXPECT_THAT(text, HasSubstr("on t by t, local socket (reason: t)"));
  EXPECT_THAT(text, HasSubstr("<h3>recommendations</h3>"));
  EXPECT_THAT(text, HasSubstr("ignored: 2 by rule {t}"));
  EXPECT_THAT(text, HasSubstr("t was not read: t"));
  for (const char* never : {"<script", "http:", "https:", " src=", "url(", "@import", "onload"})
    EXPECT_THAT(text, Not(HasSubstr(never)));
  EXPECT_THAT(render_html(nothing()), HasSubstr("<h2>production has not drifted from staging</h2>"));
}

// The part of a page between two headings.
std::string section(const std::string& html, const std::string& severity) {
  const auto begin = html.find("<section id=\"r1-" + severity + "\">");
  if (begin == std::string::npos) return "";
  return html.substr(begin, html.find("</section>", begin) - begin);
}

TEST(Html, AGroupStandsWhereItsWorstMemberBelongs) {
  ReportSet set = nothing();
  Finding head;
  head.severity = Severity::kMinor;
  head.sentence = "the head";
  Finding member;
  member.severity = Severity::kCritical;
  member.sentence = "the member";
  member.follows = "it";
  set.reports[0].report.findings = {head, member};
  const std::string text = render_html(set);
  EXPECT_THAT(section(text, "critical"), HasSubstr("the head"));
  EXPECT_THAT(section(text, "critical"), HasSubstr("follows: the member"));
  EXPECT_THAT(section(text, "major"), HasSubstr("<p>nothing</p>"));
  EXPECT_THAT(section(text, "minor"), HasSubstr("stands above"));
  EXPECT_THAT(section(text, "minor"), Not(HasSubstr("nothing")));
}

TEST(Html, HostileNamesMakeNoElements) {
  const auto tags = [](const std::string& text) { return std::count(text.begin(), text.end(), '<'); };
  const auto expected = tags(render_html(set_of("plain")));
  for (const std::string& name : test::hostile_names())
    EXPECT_EQ(tags(render_html(set_of(name))), expected) << name;
}

}  // namespace
}  // namespace schema_audit
