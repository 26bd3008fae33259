// What is made again, by the server or by somebody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test/support/blamed.hpp"
#include "test/support/builders.hpp"
#include "test/support/comparing.hpp"

namespace schema_audit {
namespace {

using test::AttributeList;
using test::between;
using test::blamed;
using test::event;
using test::part;
using test::table;
using test::with;
using ::testing::ElementsAre;

// ALTER COLUMN TYPE makes the column's indexes anew, as they were.
TEST(MadeAnew, AnIndexIsMadeByWhoMadeItFirst) {
  const Change change =
      between(with(table("t", 100), {}), with(table("t", 100), {part("index", "i", {203, 0})}));
  const auto row = [](const char* tag, const char* who, std::uint64_t xid, const char* role,
                      std::uint32_t oid, const char* sub = "") {
    return event(tag)
        .by(who)
        .at_statement(xid)
        .row(role, "index", {"public", "i"}, "public.i")
        .rel(oid)
        .sub(sub);
  };
  const Event again = row("ALTER TABLE", "eve", 9, "subcommand", 203, "RE-ADD INDEX");
  EXPECT_THAT(blamed(change, {row("CREATE INDEX", "anna", 3, "target", 202), again}), ElementsAre("anna"));
  EXPECT_THAT(blamed(change, {row("CREATE INDEX", "bob", 1, "target", 201),
                              row("DROP INDEX", "bob", 2, "dropped", 201),
                              row("CREATE INDEX", "anna", 3, "target", 202), again}),
              ElementsAre("anna"))
      << "bob's is gone";
}

// The default that went with the old column is not the new one's.
TEST(MadeAnew, AColumnMadeAnewHasNothingOfTheOldOne) {
  const auto orders_with = [](AttributeList attributes) {
    return with(table("orders", 100), {part("column", "total", {100, 2}, attributes)});
  };
  const Event drops_default =
      event("ALTER TABLE")
          .by("bob")
          .at_statement(1)
          .row("dropped", "default value", {"public", "orders", "total"}, "for public.orders.total")
          .address(2604, 77);
  const Event adds = event("ALTER TABLE")
                         .by("anna")
                         .at_statement(2)
                         .row("subcommand", "table column", {"public", "orders", "total"})
                         .rel(100, 2)
                         .sub("ADD COLUMN");
  EXPECT_THAT(blamed(between(orders_with({{"default", "1"}}), orders_with({})), {drops_default, adds}),
              ElementsAre("anna"));
}

// A key is made as its index. Another table's may have had that name for a while.
TEST(MadeAnew, AKeyUnderTheNameOfAnother) {
  const Change change =
      between(with(table("t", 100), {}), with(table("t", 100), {part("constraint", "k", {300, 0})}));
  const auto makes = [](const char* who, std::uint64_t xid, std::uint32_t oid) {
    Event index = event("ALTER TABLE")
                      .by(who)
                      .at_statement(xid)
                      .row("subcommand", "index", {"public", "k"}, "public.k")
                      .rel(oid + 1)
                      .sub("ADD INDEX");
    Event key = event("ALTER TABLE")
                    .by(who)
                    .at_statement(xid)
                    .row("implicit", "table constraint", {"public", "t", "k"})
                    .address(test::kPgConstraint, oid);
    return std::vector<Event>{index, key};
  };
  std::vector<Event> events = makes("eve", 1, 200);
  events[1].address_names = {"public", "other", "k"};
  for (Event& event : makes("anna", 2, 300)) events.push_back(std::move(event));
  EXPECT_THAT(blamed(change, events), ElementsAre("anna"));
  // Without a row of its own the index has to do.
  EXPECT_THAT(blamed(change, {events[2]}), ElementsAre("anna"));
}

}  // namespace
}  // namespace schema_audit
