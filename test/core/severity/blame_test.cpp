#include "core/severity/blame.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::event;
using test::part;
using test::table;
using test::with;
using ::testing::ElementsAre;

std::vector<std::string> blamed(const Object& root, const std::vector<Event>& events) {
  std::vector<std::string> lines;
  for (const BlameLine& line : blame(root, events)) {
    lines.push_back(line.kind + " " + line.name + ": " +
                    (line.event ? line.event->actor.session_role : "nobody"));
  }
  return lines;
}

Object orders() {
  return with(
      table("orders", 100),
      {part("column", "zip", {100, 1}), part("column", "amount", {100, 2}), part("column", "Note", {100, 3}),
       part("constraint", "orders_pkey", {200, 0}), part("index", "i", {300, 0})});
}

Event create(const char* who, std::uint64_t xid = 1, std::uint32_t oid = 100) {
  return event("CREATE TABLE")
      .by(who)
      .at_statement(xid)
      .row("target", "table", {"public", "orders"}, "public.orders")
      .rel(oid);
}

std::vector<Event> alter_column(const char* who, std::uint64_t xid, const char* column, std::int32_t number,
                                const char* sub) {
  return {event("ALTER TABLE")
              .by(who)
              .at_statement(xid)
              .row("target", "table", {"public", "orders"}, "public.orders")
              .rel(100),
          event("ALTER TABLE")
              .by(who)
              .at_statement(xid)
              .row("subcommand", "table column", {"public", "orders", column})
              .rel(100, number)
              .sub(sub)};
}

TEST(Blame, ColumnsInTheirOrderThenTheRest) {
  EXPECT_THAT(blamed(orders(), {create("alice")}),
              ElementsAre("table public.orders: alice", "column zip: alice", "column amount: alice",
                          "column \"Note\": alice", "constraint orders_pkey: alice", "index i: alice"));
}

TEST(Blame, WithoutALogThereIsNobody) {
  EXPECT_THAT(blamed(with(table("t"), {part("column", "c")}), {}),
              ElementsAre("table public.t: nobody", "column c: nobody"));
}

TEST(Blame, TheLastWhoTouchedThePart) {
  std::vector<Event> events{create("alice")};
  for (const Event& e : alter_column("bob", 2, "amount", 2, "ALTER COLUMN SET NOT NULL")) events.push_back(e);
  for (const Event& e : alter_column("carol", 3, "amount", 2, "ALTER COLUMN SET DEFAULT"))
    events.push_back(e);
  const auto lines = blamed(orders(), events);
  EXPECT_EQ(lines.at(0), "table public.orders: carol");
  EXPECT_EQ(lines.at(1), "column zip: alice") << "carol did not touch it";
  EXPECT_EQ(lines.at(2), "column amount: carol");
}

TEST(Blame, NobodyIsBlamedForWhatTheyDidNotTouch) {
  // The table is older than the log; somebody dropped a column, enabled row security and renamed the table.
  std::vector<Event> events = alter_column("hasty", 2, "old", 4, "DROP COLUMN");
  events.push_back(event("ALTER TABLE")
                       .by("dba")
                       .at_statement(3)
                       .row("subcommand", "table", {"public", "orders"})
                       .rel(100)
                       .sub("ENABLE ROW LEVEL SECURITY"));
  events.push_back(event("ALTER TABLE")
                       .by("namer")
                       .at_statement(4)
                       .row("target", "table", {"public", "orders"})
                       .rel(100)
                       .sub("RENAME TO"));
  EXPECT_THAT(blamed(orders(), events),
              ElementsAre("table public.orders: namer", "column zip: nobody", "column amount: nobody",
                          "column \"Note\": nobody", "constraint orders_pkey: nobody", "index i: nobody"));
}

TEST(Blame, AnEarlierTableOfThatNameDoesNotCount) {
  std::vector<Event> events{create("ancient", 1, 90)};
  events.push_back(event("ALTER TABLE")
                       .by("ancient")
                       .at_statement(2)
                       .row("subcommand", "table column", {"public", "orders", "zip"})
                       .rel(90, 1));
  events.push_back(event("DROP TABLE")
                       .by("ancient")
                       .at_statement(3)
                       .row("dropped", "table", {"public", "orders"})
                       .rel(90));
  EXPECT_EQ(blamed(orders(), events).at(1), "column zip: ancient") << "a restored log is better than none";
  events.push_back(create("alice", 4));
  EXPECT_EQ(blamed(orders(), events).at(0), "table public.orders: alice");
  EXPECT_EQ(blamed(orders(), events).at(1), "column zip: alice");
}

TEST(Blame, OfWhatIsGoneNamesTheDrop) {
  const Event drop =
      event("DROP TABLE").by("hasty").at_statement(9).row("dropped", "table", {"public", "orders"}).rel(100);
  EXPECT_EQ(blamed(orders(), {create("alice"), drop}).at(0), "table public.orders: hasty");
  EXPECT_EQ(blamed(orders(), {create("alice"), drop}).at(1), "column zip: alice");
}

TEST(Blame, CommentsAndGrantsAreNotDefinitions) {
  const Event comment = event("COMMENT")
                            .by("writer")
                            .at_statement(2)
                            .row("target", "table column", {"public", "orders", "zip"})
                            .rel(100, 1);
  const Event grant = event("GRANT")
                          .by("granter")
                          .at_statement(3)
                          .row("target", "table", {"public", "orders"})
                          .rel(100)
                          .sub("GRANT");
  EXPECT_EQ(blamed(orders(), {create("alice"), comment, grant}).at(0), "table public.orders: alice");
  EXPECT_EQ(blamed(orders(), {create("alice"), comment, grant}).at(1), "column zip: alice");
}

TEST(Blame, ADomainsConstraintsHaveNoRowsOfTheirOwn) {
  const Object domain =
      with(test::root("domain", "public", "d", 5), {part("domain_constraint", "positive", {6, 0})});
  const Event alter = event("ALTER DOMAIN")
                          .by("alice")
                          .row("target", "type", {"public.d"}, "public.d")
                          .address(test::kPgType, 5)
                          .sub("ADD CONSTRAINT");
  EXPECT_THAT(blamed(domain, {alter}),
              ElementsAre("domain public.d: alice", "domain_constraint positive: alice"));
}

TEST(Blame, StateIsShortAndOneLine) {
  const Object t =
      with(table("t"),
           {part("column", "a", {0, 1},
                 {{"type", std::string("numeric(10,2)")}, {"not_null", true}, {"default", std::string("0")}}),
            part("column", "b", {0, 2}, {{"type", std::string("two\nlines")}}), part("column", "c", {0, 3})});
  const auto lines = blame(t, {});
  EXPECT_EQ(lines.at(1).state, "numeric(10,2) not null default 0");
  EXPECT_EQ(lines.at(2).state, "");
  EXPECT_EQ(lines.at(3).state, "");
}

Event grants(const char* tag, const char* who, std::uint64_t xid, std::vector<std::string> privileges,
             std::vector<std::string> grantees, const char* sub = "") {
  return event(tag)
      .by(who)
      .at_statement(xid)
      .row("target", "table", {"public", "orders"}, "public.orders")
      .rel(100)
      .sub(sub)
      .grants(std::move(privileges), std::move(grantees));
}

std::vector<std::string> privileges_of(const Object& root, const std::vector<Event>& events) {
  std::vector<std::string> lines;
  for (const BlameLine& line : blame(root, events)) {
    if (line.kind != "privilege") continue;
    lines.push_back(line.name + ", " + line.state + ": " +
                    (line.event ? line.event->actor.session_role : "nobody"));
  }
  return lines;
}

TEST(Blame, EachPrivilegeAndWhoGrantedIt) {
  Object t = orders();
  t.attributes.set("privileges",
                   TextMap{{"app", "INSERT, SELECT*"}, {"\"Eve 2\"", "ALL"}, {"old", "SELECT"}});
  EXPECT_THAT(
      privileges_of(t, {create("alice"), grants("GRANT", "bob", 2, {"SELECT", "INSERT"}, {"app"}),
                        grants("GRANT", "carol", 3, {"SELECT"}, {"app"}, "WITH GRANT OPTION"),
                        grants("GRANT", "dave", 4, {"ALL"}, {"Eve 2", "other"}),
                        grants("GRANT", "eve", 5, {"UPDATE(zip)"}, {"app"})}),
      ElementsAre("ALL to \"Eve 2\", granted: dave", "INSERT to app, granted: bob",
                  "SELECT to app, granted, with grant option: carol", "SELECT to old, granted: nobody"));
}

TEST(Blame, WhoRevokedWhatIsNotHeld) {
  Object t = orders();
  t.attributes.set("privileges", TextMap{{"app", "SELECT"}});
  EXPECT_THAT(privileges_of(t, {grants("REVOKE", "bob", 1, {"SELECT", "DELETE"}, {"app"}),
                                grants("GRANT", "carol", 2, {"SELECT"}, {"app"}),
                                grants("REVOKE", "dave", 3, {"ALL"}, {"PUBLIC"}),
                                grants("REVOKE", "eve", 4, {"SELECT"}, {"app"}, "GRANT OPTION FOR")}),
              ElementsAre("SELECT to app, granted: carol", "ALL from PUBLIC, revoked: dave",
                          "DELETE from app, revoked: bob"));
}

TEST(Blame, PrivilegesOnColumns) {
  Object t = orders();
  t.children[0].attributes.set("privileges", TextMap{{"app", "UPDATE"}});  // "Note", the first by name
  const std::string column = quote_identifier(t.children[0].name);
  EXPECT_THAT(privileges_of(t, {grants("GRANT", "bob", 1, {"UPDATE(" + column + ", zip)"}, {"app"}),
                                grants("REVOKE", "carol", 2, {"SELECT"}, {"app"})}),
              ::testing::Contains("UPDATE (" + column + ") to app, granted: bob"));
}

}  // namespace
}  // namespace schema_audit
