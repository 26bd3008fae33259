#include "core/severity/backwards.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diff/diff.hpp"
#include "core/severity/group.hpp"
#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::AttributeList;
using test::event;
using test::part;
using test::table;
using test::who_of;
using test::with;
using ::testing::ElementsAre;

std::vector<Finding> looking_back(const std::vector<Object>& earlier, const std::vector<Object>& later,
                                  const std::vector<Event>& events) {
  std::vector<Finding> findings = grade(diff(later, earlier, Lineage::kSameDatabase));
  group(findings);
  attribute_backwards(findings, later, earlier, events, "nobody knows");
  return findings;
}

Event on_table(const char* tag, const char* who, const char* role, const char* name, std::uint32_t oid,
               const char* sub = "") {
  return event(tag)
      .by(who)
      .row(role, "table", {"public", name}, std::string("public.") + name)
      .rel(oid)
      .sub(sub);
}

TEST(Backwards, WhatLooksDroppedWasMade) {
  const auto findings =
      looking_back({}, {table("t", 100)}, {on_table("CREATE TABLE", "anna", "target", "t", 100)});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "table.dropped");
  EXPECT_THAT(who_of(findings[0].events), ElementsAre("anna"));
}

TEST(Backwards, WhatLooksAddedWasDropped) {
  const auto findings =
      looking_back({table("t", 100)}, {}, {on_table("DROP TABLE", "anna", "dropped", "t", 100)});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "table.added");
  EXPECT_THAT(who_of(findings[0].events), ElementsAre("anna"));
}

// A table that is called differently now, with one column more and one that is called differently, too.
TEST(Backwards, ThroughARename) {
  const Object earlier = with(table("t", 100), {part("column", "a", {100, 1}, {{"type", "integer"}})});
  const Object later = with(table("u", 100), {part("column", "b", {100, 1}, {{"type", "bigint"}}),
                                              part("column", "c", {100, 2}, {{"type", "text"}})});
  const auto column = [](const char* who, std::uint64_t xid, const char* name, int number, const char* sub) {
    return event("ALTER TABLE")
        .by(who)
        .at_statement(xid)
        .row("subcommand", "table column", {"public", "u", name})
        .rel(100, number)
        .sub(sub);
  };
  const auto findings = looking_back(
      {earlier}, {later},
      {on_table("ALTER TABLE", "anna", "target", "u", 100, "RENAME TO"),
       column("bob", 2, "b", 1, "RENAME COLUMN"), column("carol", 3, "b", 1, "ALTER COLUMN SET DATA TYPE"),
       column("dora", 4, "c", 2, "ADD COLUMN")});
  std::vector<std::string> told;
  for (const Finding& finding : findings) {
    EXPECT_EQ(finding.events.size(), 1U) << finding.sentence;
    if (!finding.events.empty()) told.push_back(finding.code + " " + finding.events[0].actor.session_role);
  }
  EXPECT_THAT(told, testing::UnorderedElementsAre("table.renamed anna", "column.renamed bob",
                                                  "column.type.changed carol", "column.dropped dora"));
}

// Another catalog row under the same name.
TEST(Backwards, WhatWasMadeAnew) {
  const auto column = [](int number, AttributeList attributes) {
    return with(table("t", 100), {part("column", "c", {100, number}, attributes)});
  };
  const auto findings = looking_back({column(1, {{"type", "integer"}})}, {column(2, {{"type", "text"}})},
                                     {event("ALTER TABLE")
                                          .by("anna")
                                          .row("subcommand", "table column", {"public", "t", "c"})
                                          .rel(100, 2)
                                          .sub("ADD COLUMN")});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_THAT(who_of(findings[0].events), ElementsAre("anna"));
}

TEST(Backwards, WithoutEvents) {
  const auto findings = looking_back({}, {table("t", 100)}, {});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].unexplained, "nobody knows");
}

}  // namespace
}  // namespace schema_audit
