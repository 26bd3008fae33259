#include "core/render/report.hpp"

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
using test::table;
using test::with;
using ::testing::HasSubstr;
using ::testing::Not;

// A column dropped by somebody with this name, in a statement of this text.
Report report_of(const std::string& name, const std::string& statement) {
  Report report;
  report.type = "diff";
  report.before = name;
  report.after = name;
  report.findings = grade(diff({with(root("table", name, name, 1), {part("column", name, {1, 1})})},
                               {root("table", name, name, 1)}, Lineage::kSameDatabase));
  Event drop = event("ALTER TABLE")
                   .by(name)
                   .row("dropped", "table column", {name, name, name})
                   .rel(1, 1)
                   .sub("DROP COLUMN");
  drop.at = "2026-01-02T03:04:05.000006Z";
  drop.statement = statement;
  drop.actor.outer_role = name;
  drop.actor.application_name = name;
  drop.actor.client_address = name;
  drop.actor.end_user = name;
  drop.actor.reason = name;
  attribute(report.findings, {drop}, "nobody");
  EXPECT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings.at(0).events.size(), 1U);
  report.ignored = {{name, 2}};
  report.skipped = {{name, name, 3}};
  return report;
}

TEST(Counts, AreWords) {
  EXPECT_EQ(to_text(Counts{}), "no changes");
  EXPECT_EQ(to_text(Counts{2, 1, 3, 0}), "2 critical, 1 major, 3 minor");
  EXPECT_EQ(to_text(Counts{0, 0, 0, 4}), "4 of no severity");
  EXPECT_EQ(count(report_of("t", "").findings).critical, 1);
}

TEST(RenderText, SaysWhoWhenAndHow) {
  const std::string text = render_text(report_of("t", "ALTER TABLE t.t\n  DROP COLUMN t"));
  EXPECT_THAT(text, HasSubstr("critical  column t.t.t was dropped  [column.dropped]\n"));
  EXPECT_THAT(text, HasSubstr("2026-01-02T03:04:05.000006Z by t for t (claimed), t, t (reason: t)\n"));
  EXPECT_THAT(text, HasSubstr("        ALTER TABLE t.t\n          DROP COLUMN t\n"));
  EXPECT_THAT(text, HasSubstr("ignored: 2 by rule {t}\n"));
  EXPECT_THAT(text, HasSubstr("not compared: 3 t, t\n"));
  EXPECT_EQ(text.back(), '\n');
}

TEST(RenderText, SaysWhatTheConfigurationGraded) {
  Report report = report_of("t", "");
  report.findings[0].usual = Severity::kMinor;
  report.regraded = {{"code: * -> critical", 1}};
  const std::string text = render_text(report);
  EXPECT_THAT(text, HasSubstr("critical (usually minor)  column t.t.t was dropped"));
  EXPECT_THAT(text, HasSubstr("graded by the configuration: 1 by rule {code: * -> critical}\n"));
  EXPECT_THAT(render_markdown(report), HasSubstr("### critical (usually minor): "));
  const auto json = nlohmann::json::parse(render_json(report, false));
  EXPECT_EQ(json.at("findings").at(0).at("usual_severity"), "minor");
  EXPECT_EQ(json.at("regraded").at(0).at("count"), 1);
}

TEST(RenderText, SaysWhereItHappenedAndWhatTheOtherSideKnows) {
  Report report = report_of("t", "");
  report.after = "shop";
  report.after_environment = "production";
  report.findings[0].events[0].origin = "shop";
  report.findings[0].elsewhere = "staging never saw it";
  EXPECT_THAT(render_text(report), HasSubstr(" on shop (production) by t "));
  EXPECT_THAT(render_text(report), HasSubstr("    staging never saw it\n"));
  EXPECT_THAT(render_markdown(report), HasSubstr("Elsewhere: staging never saw it"));
}

TEST(RenderText, HasColoursOnlyWhenAskedFor) {
  const Report report = report_of("t", "x");
  const std::string plain = render_text(report);
  std::string coloured = render_text(report, true);
  EXPECT_EQ(plain.find('\x1b'), std::string::npos);
  EXPECT_THAT(coloured, HasSubstr("\x1b[1;31mcritical\x1b[0m  column"));
  for (std::size_t at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b', at))
    coloured.erase(at, coloured.find('m', at) + 1 - at);
  EXPECT_EQ(coloured, plain);
}

TEST(Recommendations, StandOnceForEachSeverity) {
  Report report;
  report.type = "drift";
  report.findings = grade(
      diff({with(root("table", "s", "t", 1), {part("column", "a", {1, 1}), part("column", "b", {1, 2})})},
           {root("table", "s", "t", 1), root("view", "s", "v", 2)}, Lineage::kSameDatabase));
  const auto json = nlohmann::json::parse(render_json(report, false));
  ASSERT_EQ(json.at("recommendations").size(), 2U);
  const auto& first = json.at("recommendations").at(0);
  EXPECT_EQ(first.at("severity"), "critical");
  EXPECT_EQ(first.at("codes"), nlohmann::json::array({"column.dropped"}));
  EXPECT_EQ(first.at("objects"), nlohmann::json::array({"column s.t.a", "column s.t.b"}));
  EXPECT_EQ(json.at("recommendations").at(1).at("severity"), "minor");
  const std::string markdown = render_markdown(report);
  EXPECT_THAT(markdown,
              HasSubstr("## Recommendations\n\n### Recommended: critical\n\n- Its values are gone"));
  EXPECT_THAT(markdown, HasSubstr("(column s\\.t\\.a, column s\\.t\\.b)\n"));
}

TEST(RenderText, HeadlineOfNothing) {
  Report report;
  report.before = "a";
  report.after = "b";
  report.type = "diff";
  EXPECT_EQ(render_text(report), "No changes detected from a to b\n");
  report.type = "drift";
  EXPECT_EQ(render_text(report), "b has not drifted from a\n");
}

TEST(RenderText, NeedsNobodyToBlame) {
  Report report = report_of("t", "");
  report.findings[0].events.clear();
  report.findings[0].unexplained = "no log";
  EXPECT_THAT(render_text(report), HasSubstr("    who: no log\n"));
  EXPECT_THAT(render_markdown(report), HasSubstr("Who: no log"));
}

TEST(RenderText, HostileNamesAreInert) {
  for (const std::string& name : test::hostile_names()) {
    const std::string text = render_text(report_of(name, name));
    for (const char c : text)
      EXPECT_TRUE(c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= 0x20U)
          << ::testing::PrintToString(text);
    EXPECT_EQ(text.find("\xe2\x80\xae"), std::string::npos);
    EXPECT_EQ(text.find('\x7f'), std::string::npos);
  }
}

// No name can start a line of its own: every line is one that the renderer wrote.
TEST(RenderText, NamesStayOnTheirLine) {
  const auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  const auto expected = lines(render_text(report_of("plain", "x")));
  for (const std::string& name : test::hostile_names())
    EXPECT_EQ(lines(render_text(report_of(name, "x"))), expected) << name;
}

TEST(RenderMarkdown, HostileNamesAreInert) {
  const auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  const auto expected = lines(render_markdown(report_of("plain", "x")));
  for (const std::string& name : test::hostile_names()) {
    const std::string text = render_markdown(report_of(name, "x"));
    EXPECT_EQ(lines(text), expected) << name;
    EXPECT_THAT(text, Not(HasSubstr("<script")));
    EXPECT_THAT(text, Not(HasSubstr("](")));
  }
}

TEST(RenderMarkdown, CodesOfUnknownKindsCannotLeaveTheirSpan) {
  Report report;
  report.type = "diff";
  report.findings = grade(diff({}, {root("x` <img src=x> `", "public", "t", 1)}, Lineage::kUnrelated));
  EXPECT_THAT(render_markdown(report), HasSubstr("``x` <img src=x> `.unknown``"));
}

TEST(RenderMarkdown, AStatementCannotCloseItsFence) {
  const std::string text = render_markdown(report_of("t", "SELECT 1\n```\n# injected"));
  EXPECT_THAT(text, HasSubstr("````sql\nSELECT 1\n```\n# injected\n````\n"));
}

TEST(RenderMarkdown, OfNothing) {
  Report report;
  report.type = "drift";
  EXPECT_THAT(render_markdown(report), HasSubstr("No changes detected"));
}

TEST(RenderJson, IsOneValidDocument) {
  for (const std::string& name : test::hostile_names()) {
    for (const bool indented : {false, true}) {
      const std::string text = render_json(report_of(name, name), indented);
      const auto json = nlohmann::json::parse(text);
      EXPECT_EQ(json.at("format"), "schema_audit/report");
      EXPECT_EQ(json.at("version"), 1);
      EXPECT_EQ(json.at("severity"), "critical");
      EXPECT_EQ(json.at("summary").at("critical"), 1);
      const auto& finding = json.at("findings").at(0);
      EXPECT_EQ(finding.at("code"), "column.dropped");
      EXPECT_EQ(finding.at("events").size(), 1U);
      EXPECT_EQ(finding.at("object").at("kind"), "column");
      EXPECT_EQ(json.at("skipped").at(0).at("count"), 3);
      EXPECT_EQ(text.back(), '\n');
      EXPECT_TRUE(indented || std::count(text.begin(), text.end(), '\n') == 1);
    }
  }
}

TEST(RenderJson, GivesValuesTheirTypes) {
  Report report;
  report.findings = grade(
      diff({table("t", 1,
                  {{"a", true}, {"b", TextList{"x"}}, {"c", std::int64_t{1}}, {"d", TextMap{{"k", "v"}}}})},
           {table("t", 1)}, Lineage::kSameDatabase));
  const auto json = nlohmann::json::parse(render_json(report, false));
  ASSERT_EQ(json.at("findings").size(), 4U);
  std::map<std::string, nlohmann::json> from;
  for (const auto& finding : json.at("findings")) {
    from[finding.at("attribute")] = finding.at("from");
    EXPECT_TRUE(finding.at("to").is_null());
  }
  EXPECT_EQ(from["a"], true);
  EXPECT_EQ(from["b"], nlohmann::json::array({"x"}));
  EXPECT_EQ(from["c"], 1);
  EXPECT_EQ(from["d"], (nlohmann::json{{"k", "v"}}));
}

}  // namespace
}  // namespace schema_audit
