#include "core/severity/closeness.hpp"

#include <gtest/gtest.h>

#include "core/diff/diff.hpp"
#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::event;
using test::part;
using test::table;
using test::with;

using Names = std::vector<std::string>;

struct Case {
  const char* what;
  Event event;
  bool has_subcommands;
  Closeness expected;
};

TEST(Closeness, OfAnAddedColumn) {
  const Object after = with(table("t", 100), {part("column", "c", {100, 3})});
  const Change change = diff({table("t", 100)}, {after}, Lineage::kSameDatabase).at(0);
  const Names t{"public", "t"};
  const Names c{"public", "t", "c"};
  const Case cases[] = {
      {"its row", event("ALTER TABLE").row("subcommand", "table column", c).rel(100, 3), true,
       Closeness::kExact},
      {"its row under another name",
       event("ALTER TABLE").row("subcommand", "table column", {"x", "y", "z"}).rel(100, 3), true,
       Closeness::kExact},
      {"its name, no row", event("ALTER TABLE").row("subcommand", "table column", c), true,
       Closeness::kExact},
      {"its name in another table", event("ALTER TABLE").row("subcommand", "table column", c).rel(90, 3),
       true, Closeness::kNamesake},
      {"its name, an earlier column", event("ALTER TABLE").row("subcommand", "table column", c).rel(100, 2),
       true, Closeness::kNamesake},
      {"an earlier column's end", event("ALTER TABLE").row("dropped", "table column", c).rel(100, 2), true,
       Closeness::kNone},
      {"another column",
       event("ALTER TABLE").row("subcommand", "table column", {"public", "t", "d"}).rel(100, 2), true,
       Closeness::kNone},
      {"the table's birth", event("CREATE TABLE").row("target", "table", t).rel(100), false,
       Closeness::kBirth},
      {"the table's birth by select", event("SELECT INTO").row("target", "table", t).rel(100), false,
       Closeness::kBirth},
      {"an earlier table's birth", event("CREATE TABLE").row("target", "table", t).rel(90), false,
       Closeness::kNamesakeBirth},
      {"an earlier table's end", event("DROP TABLE").row("dropped", "table", t).rel(90), false,
       Closeness::kNone},
      {"the table", event("ALTER TABLE").row("target", "table", t).rel(100), false, Closeness::kRoot},
      {"an earlier table", event("ALTER TABLE").row("target", "table", t).rel(90), false,
       Closeness::kNamesakeRoot},
      {"the table, other parts", event("ALTER TABLE").row("target", "table", t).rel(100), true,
       Closeness::kNeighbour},
      {"the table's name", event("ALTER TABLE").row("target", "table", t).rel(100).sub("RENAME TO"), false,
       Closeness::kNeighbour},
      {"another table", event("CREATE TABLE").row("target", "table", {"public", "u"}).rel(101), false,
       Closeness::kNone},
      {"another schema", event("CREATE TABLE").row("target", "table", {"app", "t"}).rel(101), false,
       Closeness::kNone},
      {"nothing", Event(), false, Closeness::kNone},
  };
  const ChangeAddress address(change);
  for (const Case& c2 : cases)
    EXPECT_EQ(address.closeness(c2.event, c2.has_subcommands), c2.expected) << c2.what;
}

TEST(Closeness, OfATablesAttribute) {
  const Change change =
      diff({table("t", 100)}, {table("t", 100, {{"row_security", true}})}, Lineage::kSameDatabase).at(0);
  const Names t{"public", "t"};
  const Case cases[] = {
      {"the table", event("ALTER TABLE").row("target", "table", t).rel(100), false, Closeness::kExact},
      {"its sub-command",
       event("ALTER TABLE").row("subcommand", "table", t).rel(100).sub("ENABLE ROW LEVEL SECURITY"), true,
       Closeness::kExact},
      {"sub-commands of parts", event("ALTER TABLE").row("target", "table", t).rel(100), true,
       Closeness::kNeighbour},
      {"its name", event("ALTER TABLE").row("target", "table", t).rel(100).sub("RENAME TO"), false,
       Closeness::kNeighbour},
      {"its schema", event("ALTER TABLE").row("target", "table", t).rel(100).sub("SET SCHEMA"), false,
       Closeness::kNeighbour},
      {"a column with the table's row",
       event("ALTER TABLE").row("subcommand", "table column", {"public", "t", "c"}).rel(100), true,
       Closeness::kNone},
      {"a view", event("CREATE VIEW").row("target", "view", t), false, Closeness::kNone},
  };
  const ChangeAddress address(change);
  for (const Case& c : cases) EXPECT_EQ(address.closeness(c.event, c.has_subcommands), c.expected) << c.what;
}

}  // namespace
}  // namespace schema_audit
