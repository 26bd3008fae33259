#include "core/severity/regrade.hpp"

#include <gtest/gtest.h>

#include "core/diff/diff.hpp"
#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::root;
using test::table;
using test::with;

// A dropped table (critical), a dropped index (major) and a new view (minor).
std::vector<Finding> findings() {
  return grade(diff({with(table("orders"), {part("index", "orders_total")}), table("tmp_1")},
                    {table("orders"), root("view", "reporting", "v")}, Lineage::kUnrelated));
}

std::vector<std::string> graded(const std::vector<SeverityRule>& rules, std::vector<std::string>* counts) {
  std::vector<Finding> all = findings();
  counts->clear();
  for (const RegradedFindings& r : regrade(all, rules))
    counts->push_back(r.rule + " = " + std::to_string(r.count));
  std::vector<std::string> out;
  for (const Finding& f : all) {
    out.push_back(f.code + " " + std::string(to_text(f.severity)) +
                  (f.usual ? " was " + std::string(to_text(*f.usual)) : ""));
  }
  return out;
}

using List = std::vector<std::string>;

TEST(Regrade, LeavesAloneWhatNoRuleMeans) {
  List counts;
  EXPECT_EQ(graded({}, &counts), (List{"table.dropped critical", "index.dropped major", "view.added minor"}));
  EXPECT_EQ(graded({{{"", "", "nothing"}, Severity::kNone}}, &counts).front(), "table.dropped critical");
  EXPECT_EQ(counts, List{});
}

TEST(Regrade, ByCodeKindSchemaAndNameCountedAndSortedAnew) {
  List counts;
  EXPECT_EQ(graded({{{"", "", "", "table.dropped"}, Severity::kMinor}}, &counts),
            (List{"index.dropped major", "table.dropped minor was critical", "view.added minor"}));
  EXPECT_EQ(counts, List{"code: table.dropped -> minor = 1"});
  EXPECT_EQ(graded({{{"index", "", ""}, Severity::kCritical}}, &counts).at(1),
            "index.dropped critical was major");
  EXPECT_EQ(graded({{{"", "reporting", ""}, Severity::kCritical}}, &counts).front(),
            "table.dropped critical");
  EXPECT_EQ(counts, List{"schema: reporting -> critical = 1"});
  EXPECT_EQ(graded({{{"", "", "tmp_*"}, Severity::kNone}}, &counts).back(),
            "table.dropped none was critical");
  EXPECT_EQ(graded({{{"", "", "orders"}, Severity::kNone}}, &counts).back(), "index.dropped none was major")
      << "a part fits by its parent's name";
}

TEST(Regrade, TheFirstRuleThatFitsCounts) {
  List counts;
  graded({{{"", "", "", "*.dropped"}, Severity::kMajor}, {{"", "", "", "*"}, Severity::kCritical}}, &counts);
  EXPECT_EQ(counts, (List{"code: *.dropped -> major = 1", "code: * -> critical = 1"}))
      << "what has that severity already is not counted";
}

}  // namespace
}  // namespace schema_audit
