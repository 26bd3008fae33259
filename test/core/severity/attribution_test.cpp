#include "core/severity/attribution.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diff/diff.hpp"
#include "test/support/blamed.hpp"
#include "test/support/builders.hpp"
#include "test/support/comparing.hpp"

namespace schema_audit {
namespace {

using test::between;
using test::blamed;
using test::event;
using test::kPgConstraint;
using test::kPgNamespace;
using test::kPgPolicy;
using test::kPgProc;
using test::kPgType;
using test::part;
using test::root;
using test::table;
using test::who_of;
using test::with;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Names = std::vector<std::string>;

Change added(const Object& object) { return diff({}, {object}, Lineage::kSameDatabase).at(0); }
Change dropped(const Object& object) { return diff({object}, {}, Lineage::kSameDatabase).at(0); }

Change altered(const Object& object, const char* attribute) {
  Object after = object;
  after.attributes.set(attribute, std::string("x"));
  return between(object, after);
}

Object orders() {
  return with(table("orders", 100), {part("column", "id", {100, 1}), part("column", "total", {100, 2})});
}

// A change of an attribute of one part of orders.
Change part_altered(const char* name, const char* attribute) {
  Object after = orders();
  for (Object& child : after.children) {
    if (child.name == name) child.attributes.set(attribute, true);
  }
  return between(orders(), after);
}

const Names kOrders{"public", "orders"};
const Names kTotal{"public", "orders", "total"};

Event on_orders(const std::string& tag, const std::string& who, std::uint64_t xid) {
  return event(tag).by(who).at_statement(xid).row("target", "table", kOrders, "public.orders").rel(100);
}

Event on_total(const std::string& tag, const std::string& who, std::uint64_t xid,
               const std::string& sub = "") {
  return event(tag)
      .by(who)
      .at_statement(xid)
      .row("subcommand", "table column", kTotal, "public.orders.total")
      .rel(100, 2)
      .sub(sub);
}

TEST(Attribution, ByCatalogRowWhateverTheName) {
  const Event old_name =
      event("ALTER TABLE").by("alice").row("target", "table", {"public", "something_else"}).rel(100);
  EXPECT_THAT(blamed(altered(table("orders", 100), "row_security"), {old_name}), ElementsAre("alice"));
}

TEST(Attribution, ByAddressWhenThereIsNoRow) {
  Event event = on_orders("ALTER TABLE", "alice", 1);
  event.object_oid = 0;
  event.class_oid = 0;
  EXPECT_THAT(blamed(altered(table("orders"), "row_security"), {event}), ElementsAre("alice"));
  event.address_names = {"app", "orders"};
  event.identity = "app.orders";
  EXPECT_THAT(blamed(altered(table("orders"), "row_security"), {event}), IsEmpty());
}

TEST(Attribution, ARowOfAnotherCatalogIsAnotherRow) {
  const Event routine = event("ALTER FUNCTION")
                            .by("alice")
                            .row("target", "function", {"public", "f"}, "public.f()")
                            .address(kPgProc, 100);
  EXPECT_THAT(blamed(altered(table("orders", 100), "row_security"), {routine}), IsEmpty());
}

TEST(Attribution, HostileNamesMatchOnlyThemselves) {
  const Event quoted = event("ALTER TABLE").by("alice").row("target", "table", {"a.b", "c"}, "\"a.b\".c");
  EXPECT_THAT(blamed(altered(root("table", "a.b", "c"), "row_security"), {quoted}), ElementsAre("alice"));
  EXPECT_THAT(blamed(altered(root("table", "a", "b.c"), "row_security"), {quoted}), IsEmpty());
  EXPECT_THAT(blamed(altered(root("table", "A.b", "c"), "row_security"), {quoted}), IsEmpty());
}

// The server writes the whole name of a type as one string.
TEST(Attribution, TypesByTheirIdentity) {
  const Event type = event("ALTER TYPE")
                         .by("alice")
                         .row("target", "type", {"public.\"Mo od\""}, "public.\"Mo od\"")
                         .address(kPgType, 5);
  EXPECT_THAT(blamed(altered(root("enum", "public", "Mo od"), "labels"), {type}), ElementsAre("alice"));
  EXPECT_THAT(blamed(altered(root("enum", "public", "mood"), "labels"), {type}), IsEmpty());
}

TEST(Attribution, DomainConstraintsByTheirIdentity) {
  const Object before = with(root("domain", "public", "d", 5), {part("domain_constraint", "dd", {6, 0})});
  const Change drop = between(before, root("domain", "public", "d", 5), Lineage::kUnrelated);
  const Event event = test::event("ALTER DOMAIN")
                          .by("alice")
                          .row("dropped", "domain constraint", {"public.d"}, "dd on public.d")
                          .address(kPgConstraint, 77);
  EXPECT_THAT(blamed(drop, {event}), ElementsAre("alice"));
}

TEST(Attribution, PartsByTheirOwnRows) {
  EXPECT_THAT(blamed(part_altered("total", "not_null"),
                     {on_orders("ALTER TABLE", "bob", 1), on_total("ALTER TABLE", "alice", 2)}),
              ElementsAre("alice"));
  EXPECT_THAT(blamed(part_altered("id", "not_null"), {on_total("ALTER TABLE", "alice", 2)}), IsEmpty())
      << "another column";
}

TEST(Attribution, PartsByTheirRootWhenThereIsNoOther) {
  EXPECT_THAT(blamed(part_altered("id", "not_null"), {on_orders("ALTER TABLE", "bob", 1)}),
              ElementsAre("bob"));
  const Event namesake = event("CREATE FUNCTION")
                             .by("eve")
                             .row("target", "function", kOrders, "public.orders()")
                             .address(kPgProc, 3);
  EXPECT_THAT(blamed(part_altered("id", "not_null"), {namesake}), IsEmpty())
      << "a routine of the table's name";
}

TEST(Attribution, OneRowPerStatementTheOneThatSaysMost) {
  const Explanation found =
      explain(part_altered("total", "not_null"),
              {on_orders("ALTER TABLE", "alice", 1), on_total("ALTER TABLE", "alice", 1),
               on_total("ALTER TABLE", "alice", 1, "ALTER COLUMN SET NOT NULL"),
               on_total("ALTER TABLE", "alice", 1)});
  ASSERT_EQ(found.events.size(), 1U);
  EXPECT_EQ(found.events[0].subcommand, "ALTER COLUMN SET NOT NULL");
  EXPECT_EQ(found.closeness, Closeness::kExact);
}

TEST(Attribution, StatementsOfDifferentLogsAreNotOne) {
  Event here = on_total("ALTER TABLE", "alice", 1);
  Event elsewhere = on_total("ALTER TABLE", "bob", 1);
  elsewhere.incarnation = "elsewhere";
  EXPECT_THAT(blamed(part_altered("total", "not_null"), {here, elsewhere}), ElementsAre("alice", "bob"));
}

TEST(Attribution, KeepsTheOrderOfTheLog) {
  EXPECT_THAT(blamed(part_altered("total", "not_null"),
                     {on_total("ALTER TABLE", "a", 9), on_total("ALTER TABLE", "b", 3),
                      on_total("ALTER TABLE", "a2", 9)}),
              ElementsAre("a", "b"));
}

struct OwnCommand {
  const char* attribute;
  const char* tag;
  const char* sub;
  bool explains;
};

TEST(Attribution, CommentsPrivilegesAndOwnersHaveTheirCommands) {
  const OwnCommand cases[] = {
      {"comment", "COMMENT", "", true},
      {"comment", "ALTER TABLE", "", false},
      {"comment", "GRANT", "GRANT", false},
      {"comment", "CREATE TABLE", "", true},
      {"privileges", "GRANT", "GRANT", true},
      {"privileges", "REVOKE", "REVOKE", true},
      {"privileges", "COMMENT", "", false},
      {"privileges", "ALTER TABLE", "OWNER TO", true},
      {"privileges", "ALTER TABLE", "ENABLE ROW LEVEL SECURITY", false},
      {"owner", "ALTER TABLE", "OWNER TO", true},
      {"owner", "ALTER VIEW", "", true},
      {"owner", "REASSIGN OWNED", "", true},
      {"owner", "GRANT", "GRANT", false},
      {"owner", "COMMENT", "", false},
      {"owner", "ALTER TABLE", "ENABLE ROW LEVEL SECURITY", false},
      {"row_security", "ALTER TABLE", "ENABLE ROW LEVEL SECURITY", true},
      {"row_security", "ALTER TABLE", "OWNER TO", false},
      {"row_security", "COMMENT", "", false},
      {"row_security", "GRANT", "GRANT", false},
      {"row_security", "REVOKE", "REVOKE", false},
  };
  for (const OwnCommand& c : cases) {
    Event event = on_orders(c.tag, "alice", 1);
    event.subcommand = c.sub;
    EXPECT_EQ(blamed(altered(table("orders", 100), c.attribute), {event}).size(), c.explains ? 1U : 0U)
        << c.attribute << " by " << c.tag << " " << c.sub;
  }
}

TEST(Attribution, CommentsAndGrantsMakeAndDropNothing) {
  for (const char* tag : {"COMMENT", "GRANT", "REVOKE"}) {
    EXPECT_THAT(blamed(added(orders()), {on_orders(tag, "alice", 1)}), IsEmpty());
    EXPECT_THAT(blamed(dropped(orders()), {on_orders(tag, "alice", 1)}), IsEmpty());
  }
}

// ALTER TABLE orders DROP COLUMN total: a row for the table, one for the sub-command, one for the column that
// is gone.
std::vector<Event> column_drop(const std::string& who, std::uint64_t xid) {
  return {on_orders("ALTER TABLE", who, xid),
          event("ALTER TABLE")
              .by(who)
              .at_statement(xid)
              .row("subcommand", "table column", kTotal, "public.orders.total")
              .rel(100, 2)
              .sub("DROP COLUMN"),
          event("ALTER TABLE")
              .by(who)
              .at_statement(xid)
              .row("dropped", "table column", kTotal, "public.orders.total")
              .rel(100, 2)};
}

std::vector<Event> row_security(const std::string& who, std::uint64_t xid) {
  return {on_orders("ALTER TABLE", who, xid), event("ALTER TABLE")
                                                  .by(who)
                                                  .at_statement(xid)
                                                  .row("subcommand", "table", kOrders, "public.orders")
                                                  .rel(100)
                                                  .sub("ENABLE ROW LEVEL SECURITY")};
}

std::vector<Event> operator+(std::vector<Event> a, const std::vector<Event>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST(Attribution, ATablesAttributeIsNotBlamedOnADroppedColumn) {
  const Change change = altered(table("orders", 100), "row_security");
  EXPECT_THAT(blamed(change, column_drop("hasty", 1) + row_security("dba", 2)), ElementsAre("dba"));
  EXPECT_THAT(blamed(change, row_security("dba", 1) + column_drop("hasty", 2)), ElementsAre("dba"))
      << "whichever came last";
  const Explanation alone = explain(change, column_drop("hasty", 1));
  EXPECT_EQ(alone.closeness, Closeness::kNeighbour) << "only when nothing better is known";
  EXPECT_THAT(blamed(altered(table("orders", 100), "owner"), column_drop("hasty", 1)), IsEmpty());
}

TEST(Attribution, ADroppedColumnsSubcommandIsNotItsTable) {
  // The server has no address for it any more: the log has its table's.
  Event gone = event("ALTER TABLE")
                   .by("hasty")
                   .row("subcommand", "table column", kTotal, "public.orders.total")
                   .rel(100)
                   .sub("DROP COLUMN");
  EXPECT_THAT(blamed(altered(table("orders", 100), "row_security"), {gone}), IsEmpty());
  const Change drop = between(orders(), with(table("orders", 100), {part("column", "id", {100, 1})}));
  EXPECT_THAT(blamed(drop, {gone}), ElementsAre("hasty"));
}

TEST(Attribution, ADropIsExplainedByTheDrop) {
  const Change drop = between(orders(), with(table("orders", 100), {part("column", "id", {100, 1})}));
  EXPECT_THAT(
      blamed(drop, std::vector<Event>{on_total("ALTER TABLE", "careful", 1, "ALTER COLUMN SET NOT NULL")} +
                       column_drop("hasty", 2)),
      ElementsAre("hasty"));
  const Event table_drop = event("DROP TABLE")
                               .by("hasty")
                               .at_statement(3)
                               .row("dropped", "table", kOrders, "public.orders")
                               .rel(100);
  EXPECT_THAT(blamed(dropped(orders()), {on_orders("ALTER TABLE", "careful", 1), table_drop}),
              ElementsAre("hasty"));
}

TEST(Attribution, TheSecondTableOfThatNameHasItsOwnEvents) {
  const Event first = event("CREATE TABLE").by("a").at_statement(1).row("target", "table", kOrders).rel(90);
  const Event first_gone =
      event("DROP TABLE").by("b").at_statement(2).row("dropped", "table", kOrders).rel(90);
  const Event second = event("CREATE TABLE").by("c").at_statement(3).row("target", "table", kOrders).rel(100);
  const Event second_gone =
      event("DROP TABLE").by("d").at_statement(4).row("dropped", "table", kOrders).rel(100);
  EXPECT_THAT(blamed(added(orders()), {first, first_gone, second}), ElementsAre("c"));
  EXPECT_THAT(blamed(dropped(table("orders", 90)), {first_gone, second, second_gone}), ElementsAre("b"));
  // Recreated with another definition: who made the one that is there now.
  EXPECT_THAT(blamed(between(table("orders", 90), table("orders", 100, {{"row_security", true}})),
                     {first_gone, second}),
              ElementsAre("c"));
  EXPECT_THAT(blamed(between(with(table("orders", 90), {part("column", "x", {90, 1})}), table("orders", 100)),
                     {first_gone, second}),
              ElementsAre("b"))
      << "the column went with the first table";
}

TEST(Attribution, AfterARestoreTheOldRowsAreAllThereIs) {
  // The OIDs are new, the log is old.
  EXPECT_THAT(blamed(added(table("orders", 777)),
                     {on_orders("CREATE TABLE", "a", 1), on_orders("ALTER TABLE", "b", 2)}),
              ElementsAre("a", "b"));
}

TEST(Attribution, HintsOfTheOtherDatabaseBlameNobody) {
  // OID 16400 is orders in staging, where the column still is, and customers in production, whose log this
  // is.
  const Object staging = with(table("orders", 16400), {part("column", "note", {16400, 3})});
  const Change drop = between(staging, table("orders", 16500), Lineage::kUnrelated);
  const Event innocent = event("ALTER TABLE")
                             .by("innocent")
                             .row("subcommand", "table column", {"public", "customers", "phone"})
                             .rel(16400, 3);
  EXPECT_THAT(blamed(drop, {innocent}), IsEmpty());
  const Event guilty = event("ALTER TABLE")
                           .by("guilty")
                           .row("dropped", "table column", {"public", "orders", "note"})
                           .rel(16500, 3);
  EXPECT_THAT(blamed(drop, {innocent, guilty}), ElementsAre("guilty"));
}

TEST(Attribution, RenamedRoots) {
  const Change change = between(table("orders", 100), table("purchases", 100));
  const Event rename = event("ALTER TABLE")
                           .by("alice")
                           .at_statement(1)
                           .row("target", "table", {"public", "purchases"})
                           .rel(100)
                           .sub("RENAME TO");
  EXPECT_THAT(blamed(change, {rename}), ElementsAre("alice"));
  EXPECT_THAT(blamed(change, std::vector<Event>{rename} + column_drop("hasty", 2) + row_security("dba", 3)),
              ElementsAre("alice"));
  EXPECT_THAT(blamed(altered(table("purchases", 100), "row_security"),
                     std::vector<Event>{rename} + row_security("dba", 3)),
              ElementsAre("dba"));
  const Event reused =
      event("CREATE TABLE").by("bob").at_statement(4).row("target", "table", kOrders).rel(200);
  EXPECT_THAT(blamed(change, {rename, reused}), ElementsAre("alice"));
}

TEST(Attribution, SwappedNamesAreToldApart) {
  const std::vector<Change> changes =
      diff({table("a", 1), table("b", 2)}, {table("b", 1), table("a", 2)}, Lineage::kSameDatabase);
  const auto rename = [](const char* who, std::uint64_t xid, std::uint32_t oid, const char* name) -> Event {
    return event("ALTER TABLE")
        .by(who)
        .at_statement(xid)
        .row("target", "table", {"public", name})
        .rel(oid)
        .sub("RENAME TO");
  };
  const std::vector<Event> events{rename("first", 1, 1, "tmp"), rename("second", 2, 2, "a"),
                                  rename("third", 3, 1, "b")};
  EXPECT_THAT(blamed(changes.at(0), events), ElementsAre("second"));          // a was b
  EXPECT_THAT(blamed(changes.at(1), events), ElementsAre("first", "third"));  // b was a
}

TEST(Attribution, WhatIsInARenamedSchemaMovedWithIt) {
  const Change change = between(root("table", "old", "t", 100), root("table", "app", "t", 100));
  const Event schema = event("ALTER SCHEMA")
                           .by("alice")
                           .row("target", "schema", {"app"}, "app")
                           .address(kPgNamespace, 9)
                           .sub("RENAME TO");
  EXPECT_THAT(blamed(change, {schema}), ElementsAre("alice"));
  const Event move = event("ALTER TABLE")
                         .by("bob")
                         .at_statement(2)
                         .row("target", "table", {"app", "t"})
                         .rel(100)
                         .sub("SET SCHEMA");
  EXPECT_THAT(blamed(change, {schema, move}), ElementsAre("bob"));
}

TEST(Attribution, RenamedColumns) {
  Object after = orders();
  after.children[1].name = "amount";
  sort_children(after);
  const Event rename = event("ALTER TABLE")
                           .by("alice")
                           .row("target", "table column", {"public", "orders", "amount"})
                           .rel(100, 2)
                           .sub("RENAME COLUMN");
  EXPECT_THAT(blamed(between(orders(), after), {rename}), ElementsAre("alice"));
}

Object routine(const char* name, const char* arguments, std::uint32_t oid) {
  Object f = root("routine", "public", name, oid);
  f.arguments = arguments;
  return f;
}

Event on_routine(const char* tag, const char* who, std::uint64_t xid, const char* identity, std::uint32_t oid,
                 const char* role = "target") {
  return event(tag)
      .by(who)
      .at_statement(xid)
      .row(role, "function", {"public", "f"}, identity)
      .address(kPgProc, oid);
}

TEST(Attribution, OverloadsOfARoutine) {
  const Event of_int = on_routine("CREATE FUNCTION", "alice", 1, "public.f(integer)", 1);
  const Event of_text =
      on_routine("CREATE FUNCTION", "bob", 2, "public.f(pg_catalog.text,timestamp with time zone)", 2);
  for (const std::uint32_t known : {0U, 1U}) {
    EXPECT_THAT(blamed(added(routine("f", "integer", known * 1)), {of_int, of_text}), ElementsAre("alice"));
    EXPECT_THAT(blamed(added(routine("f", "text, timestamp with time zone", known * 2)), {of_int, of_text}),
                ElementsAre("bob"));
  }
}

TEST(Attribution, DroppedOverloadsOfARoutine) {
  const Event of_int = on_routine("DROP FUNCTION", "alice", 1, "public.f(integer)", 1, "dropped");
  const Event of_text = on_routine("DROP FUNCTION", "bob", 2, "public.f(pg_catalog.text)", 2, "dropped");
  EXPECT_THAT(blamed(dropped(routine("f", "integer", 1)), {of_int, of_text}), ElementsAre("alice"));
  EXPECT_THAT(blamed(dropped(routine("f", "text", 0)), {of_int, of_text}), ElementsAre("bob"));
  EXPECT_THAT(blamed(dropped(routine("f", "", 0)), {of_int, of_text}), IsEmpty());
}

TEST(Attribution, AConstraintIsBornAsItsIndex) {
  const Object after = with(table("orders", 100), {part("constraint", "orders_pkey", {300, 0})});
  const Event index = event("ALTER TABLE")
                          .by("alice")
                          .row("subcommand", "index", {"public", "orders_pkey"}, "public.orders_pkey")
                          .rel(301)
                          .sub("ADD INDEX");
  EXPECT_THAT(blamed(between(table("orders", 100), after), {on_orders("ALTER TABLE", "alice", 1), index}),
              ElementsAre("alice"));
}

TEST(Attribution, PoliciesAndIndexes) {
  const Object before = table("orders", 100);
  const Object with_policy = with(before, {part("policy", "p", {400, 0})});
  const Event policy = event("CREATE POLICY")
                           .by("alice")
                           .row("target", "policy", {"public", "orders", "p"}, "p on public.orders")
                           .address(kPgPolicy, 400);
  EXPECT_THAT(blamed(between(before, with_policy), {on_orders("ALTER TABLE", "bob", 9), policy}),
              ElementsAre("alice"));
  const Object with_index = with(before, {part("index", "i", {500, 0})});
  const Event index =
      event("CREATE INDEX").by("alice").row("target", "index", {"public", "i"}, "public.i").rel(500);
  EXPECT_THAT(blamed(between(before, with_index), {index}), ElementsAre("alice"));
}

TEST(Attribution, KindsOfALaterVersionAreExplainedByNothing) {
  EXPECT_THAT(
      blamed(added(root("hologram", "public", "orders", 100)), {on_orders("CREATE TABLE", "alice", 1)}),
      IsEmpty());
}

TEST(Attribute, SaysWhyThereIsNobody) {
  std::vector<Finding> findings(2);
  findings[0].change = added(orders());
  findings[1].change = added(table("other", 5));
  attribute(findings, {on_orders("CREATE TABLE", "alice", 1)}, "nothing in the log");
  EXPECT_THAT(who_of(findings[0].events), ElementsAre("alice"));
  EXPECT_EQ(findings[0].unexplained, "");
  EXPECT_THAT(findings[1].events, IsEmpty());
  EXPECT_EQ(findings[1].unexplained, "nothing in the log");
}

}  // namespace
}  // namespace schema_audit
