#include "core/severity/column_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/severity/attribution.hpp"
#include "test/support/builders.hpp"
#include "test/support/comparing.hpp"

namespace schema_audit {
namespace {

using test::event;
using test::part;
using test::table;
using test::who_of;
using test::with;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::uint32_t kTable = 100;

Event grant(std::vector<std::string> privileges, const char* who = "anna", std::uint64_t xid = 1) {
  return event("GRANT")
      .by(who)
      .at_statement(xid)
      .row("target", "table", {"public", "t"})
      .rel(kTable)
      .grants(std::move(privileges), {"bob"});
}

Event renames(const char* to, const char* statement, std::uint32_t oid = kTable) {
  return event("ALTER TABLE")
      .by("eve")
      .at_statement(2)
      .row("target", "table column", {"public", "t", to})
      .rel(oid, 3)
      .sub("RENAME COLUMN")
      .text(statement);
}

std::vector<std::string> privileges_after(const std::vector<Event>& events) {
  const std::vector<Event> all = with_last_names(events);
  return all.empty() ? std::vector<std::string>{} : all.front().privileges;
}

TEST(ColumnNames, AreTheLastOnes) {
  EXPECT_THAT(privileges_after({grant({"SELECT", "UPDATE(id, x)"}),
                                renames("two words", "ALTER TABLE t RENAME COLUMN x TO \"two words\"")}),
              ElementsAre("SELECT", "UPDATE(id, \"two words\")"));
  EXPECT_THAT(
      privileges_after({grant({"UPDATE(\"a, b\", x)"}), renames("y", "ALTER TABLE t RENAME \"a, b\" TO y"),
                        renames("z", "ALTER TABLE t RENAME y TO z")}),
      ElementsAre("UPDATE(z, x)"));
}

TEST(ColumnNames, OfWhatIsGoneAreNone) {
  Event drops = renames("x", "ALTER TABLE t DROP COLUMN x");
  drops.role = "dropped";
  EXPECT_THAT(privileges_after({grant({"UPDATE(x)"}), drops}), ElementsAre("UPDATE(\"\")"));
}

TEST(ColumnNames, StayWhenNothingIsRenamed) {
  EXPECT_THAT(with_last_names({grant({"UPDATE(x)"}), grant({"SELECT(x)"})}), IsEmpty());
  EXPECT_THAT(with_last_names({renames("y", "ALTER TABLE t RENAME x TO y"), grant({"UPDATE(x)"})}), IsEmpty())
      << "that is another x, later";
  EXPECT_THAT(with_last_names({grant({"UPDATE(x)"}), renames("y", "ALTER TABLE s RENAME x TO y", 101)}),
              IsEmpty())
      << "of another table";
}

TEST(ColumnNames, TellWhoGranted) {
  const auto columns = [](const char* name, TextMap privileges) {
    Object object = with(table("t", kTable), {part("column", name, {kTable, 3})});
    if (!privileges.empty()) object.children[0].attributes.set("privileges", std::move(privileges));
    return object;
  };
  std::vector<Change> changes =
      diff({columns("x", {})}, {columns("y", {{"bob", "UPDATE"}})}, Lineage::kSameDatabase);
  std::erase_if(changes, [](const Change& change) { return change.type != ChangeType::kAltered; });
  ASSERT_EQ(changes.size(), 1U);
  const Explanation found = explain(
      changes[0],
      {grant({"UPDATE(x)"}), renames("y", "ALTER TABLE t RENAME x TO y"), grant({"UPDATE(x)"}, "olga", 3)});
  EXPECT_THAT(who_of(found.events), ElementsAre("anna"));
  EXPECT_THAT(found.events[0].privileges, ElementsAre("UPDATE(x)")) << "as the log has it";
}

}  // namespace
}  // namespace schema_audit
