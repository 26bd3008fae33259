// What a change of the owner does to privileges: on a table, on its columns and behind their identities.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test/support/builders.hpp"
#include "test/support/comparing.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::root;
using test::with;
using testing::ElementsAre;

std::vector<std::string> plan(Object before, Object after) {
  return test::planned({std::move(before)}, {std::move(after)});
}

Object table(const char* owner, const TextMap& on_table, const TextMap& on_column,
             const TextMap& on_sequence = {}) {
  Object column = part("column", "a", {100, 1}, {{"type", std::string("integer")}});
  if (!on_column.empty()) column.attributes.set("privileges", on_column);
  if (!on_sequence.empty()) {
    column.attributes.set("identity", std::string("always"));
    column.attributes.set("identity_sequence", std::string("t_a_seq"));
    column.attributes.set("identity_privileges", on_sequence);
  }
  Object table = with(root("table", "app", "t", 100, {{"owner", std::string(owner)}}), {std::move(column)});
  if (!on_table.empty()) table.attributes.set("privileges", on_table);
  return table;
}

TEST(NewOwner, KeepsWhatWasGrantedToHimOnAColumn) {
  EXPECT_THAT(plan(table("alice", {}, {{"bob", "SELECT"}}), table("bob", {}, {})),
              ElementsAre("ALTER TABLE app.t OWNER TO bob;", "REVOKE ALL (a) ON TABLE app.t FROM bob;"));
  EXPECT_THAT(plan(table("alice", {}, {{"bob", "SELECT"}}), table("bob", {}, {{"bob", "SELECT"}})),
              ElementsAre("ALTER TABLE app.t OWNER TO bob;"));
}

TEST(NewOwner, LosesOnAColumnWhatIsRevokedFromHimOnItsTable) {
  EXPECT_THAT(plan(table("alice", {{"alice", "SELECT"}}, {{"alice", "UPDATE"}}),
                   table("bob", {{"bob", "INSERT"}}, {{"bob", "UPDATE"}})),
              ElementsAre("ALTER TABLE app.t OWNER TO bob;", "REVOKE ALL ON TABLE app.t FROM bob;",
                          "GRANT INSERT ON TABLE app.t TO bob;", "GRANT UPDATE (a) ON TABLE app.t TO bob;"));
}

TEST(NewOwner, HasOnAColumnWhatTheOldOneHad) {
  EXPECT_THAT(plan(table("alice", {}, {{"alice", "UPDATE"}}), table("bob", {}, {{"alice", "UPDATE"}})),
              ElementsAre("ALTER TABLE app.t OWNER TO bob;", "GRANT UPDATE (a) ON TABLE app.t TO alice;",
                          "REVOKE ALL (a) ON TABLE app.t FROM bob;"));
}

// The sides differ in nothing but the owner.
TEST(NewOwner, OfATableWithTheSamePrivilegesOnBothSides) {
  EXPECT_THAT(plan(table("alice", {{"bob", "SELECT"}}, {{"bob", "UPDATE"}}),
                   table("bob", {{"bob", "SELECT"}}, {{"bob", "UPDATE"}})),
              ElementsAre("ALTER TABLE app.t OWNER TO bob;", "REVOKE ALL ON TABLE app.t FROM bob;",
                          "GRANT SELECT ON TABLE app.t TO bob;", "GRANT UPDATE (a) ON TABLE app.t TO bob;"));
}

TEST(NewOwner, OfASequenceBehindAnIdentityHasEverythingUnlessToldOtherwise) {
  EXPECT_THAT(plan(table("alice", {}, {}, {{"bob", "SELECT"}}), table("bob", {}, {}, {{"bob", "SELECT"}})),
              ElementsAre("ALTER TABLE app.t OWNER TO bob;", "REVOKE ALL ON SEQUENCE app.t_a_seq FROM bob;",
                          "GRANT SELECT ON SEQUENCE app.t_a_seq TO bob;"));
  EXPECT_THAT(plan(table("alice", {}, {}, {{"alice", "USAGE"}}), table("bob", {}, {}, {{"bob", "USAGE"}})),
              ElementsAre("ALTER TABLE app.t OWNER TO bob;"));
}

// Revoking from the owner what he has by himself takes it from the columns, too.
TEST(OldOwner, LosesOnAColumnWhatIsRevokedFromHimOnItsTable) {
  EXPECT_THAT(
      plan(table("bob", {}, {{"bob", "UPDATE"}}), table("bob", {{"bob", "INSERT"}}, {{"bob", "UPDATE"}})),
      ElementsAre("REVOKE ALL ON TABLE app.t FROM bob;", "GRANT INSERT ON TABLE app.t TO bob;",
                  "GRANT UPDATE (a) ON TABLE app.t TO bob;"));
}

}  // namespace
}  // namespace schema_audit
