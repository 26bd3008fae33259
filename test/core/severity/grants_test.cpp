#include "core/severity/grants.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "core/diff/diff.hpp"
#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::event;
using test::part;
using test::root;
using test::table;
using test::with;

Event grant(std::vector<std::string> privileges, std::vector<std::string> grantees, const char* sub = "") {
  return event("GRANT").grants(std::move(privileges), std::move(grantees)).sub(sub);
}
Event revoke(std::vector<std::string> privileges, std::vector<std::string> grantees, const char* sub = "") {
  return event("REVOKE").grants(std::move(privileges), std::move(grantees)).sub(sub);
}

Change of_table(TextMap from, TextMap to) {
  Object before = table("t", 1, {{"owner", "anna"}});
  Object after = before;
  before.attributes.set("privileges", std::move(from));
  after.attributes.set("privileges", std::move(to));
  return diff({before}, {after}, Lineage::kSameDatabase).at(0);
}

TEST(Grants, OnlyThoseToWhoseWereChanged) {
  const Change change = of_table({}, {{"bob", "SELECT"}, {"\"Eve 2\"", "INSERT"}});
  HeldPrivileges held(change, std::string(change.content->attributes.text("owner")));
  EXPECT_FALSE(held.apply(grant({"SELECT"}, {"carol"})));
  EXPECT_TRUE(held.apply(grant({"SELECT"}, {"carol", "bob"})));
  EXPECT_TRUE(held.apply(grant({"INSERT"}, {"Eve 2"})));
}

TEST(Grants, WhatIsHeldAlreadyMakesNoDifference) {
  const Change change = of_table({{"bob", "SELECT"}}, {{"bob", "INSERT, SELECT"}});
  HeldPrivileges held(change, std::string(change.content->attributes.text("owner")));
  EXPECT_FALSE(held.apply(grant({"SELECT"}, {"bob"})));
  EXPECT_FALSE(held.apply(revoke({"DELETE"}, {"bob"})));
  EXPECT_TRUE(held.apply(grant({"INSERT"}, {"bob"})));
  EXPECT_FALSE(held.apply(grant({"INSERT", "SELECT"}, {"bob"})));
  EXPECT_TRUE(held.apply(grant({"SELECT"}, {"bob"}, "WITH GRANT OPTION")));
  EXPECT_TRUE(held.apply(revoke({"SELECT"}, {"bob"}, "GRANT OPTION FOR")));
  EXPECT_FALSE(held.apply(revoke({"SELECT"}, {"bob"}, "GRANT OPTION FOR")));
}

TEST(Grants, AllAndSomeOfAll) {
  const Change change = of_table({{"bob", "ALL"}}, {{"bob", "SELECT"}});
  HeldPrivileges held(change, std::string(change.content->attributes.text("owner")));
  EXPECT_FALSE(held.apply(grant({"INSERT"}, {"bob"})));
  EXPECT_TRUE(held.apply(revoke({"INSERT"}, {"bob"})));
  EXPECT_FALSE(held.apply(revoke({"INSERT"}, {"bob"})));
  EXPECT_TRUE(held.apply(grant({"ALL"}, {"bob"})));
  EXPECT_TRUE(held.as_before());
}

TEST(Grants, ColumnsHaveTheirOwn) {
  Object before = with(table("t", 1), {part("column", "c", {1, 1})});
  Object after = before;
  after.children[0].attributes.set("privileges", TextMap{{"bob", "SELECT"}});
  const Change change = diff({before}, {after}, Lineage::kSameDatabase).at(0);
  HeldPrivileges held(change, std::string(change.content->attributes.text("owner")));
  EXPECT_FALSE(held.apply(grant({"SELECT"}, {"bob"}))) << "on the table";
  EXPECT_FALSE(held.apply(grant({"SELECT(d)"}, {"bob"}))) << "on another column";
  EXPECT_TRUE(held.apply(grant({"SELECT(b, c)"}, {"bob"})));
  EXPECT_TRUE(held.apply(revoke({"SELECT"}, {"bob"}))) << "the column's go with the table's";
}

TEST(Grants, WhatPublicAndTheOwnerHaveByDefault) {
  Object before = root("routine", "public", "f", 5, {{"owner", "anna"}});
  Object after = before;
  after.attributes.set("privileges", TextMap{{"PUBLIC", "none"}, {"anna", "none"}});
  const Change change = diff({before}, {after}, Lineage::kSameDatabase).at(0);
  HeldPrivileges held(change, std::string(change.content->attributes.text("owner")));
  EXPECT_FALSE(held.apply(grant({"EXECUTE"}, {"PUBLIC"})));
  EXPECT_FALSE(held.apply(grant({"EXECUTE"}, {"anna"})));
  EXPECT_TRUE(held.apply(revoke({"EXECUTE"}, {"PUBLIC"})));
  EXPECT_FALSE(held.apply(revoke({"EXECUTE"}, {"PUBLIC"})));
}

TEST(Grants, ANewOwnerOfItsOwnPrivileges) {
  const Change change = of_table({{"bob", "SELECT"}}, {});
  HeldPrivileges held(change, std::string(change.content->attributes.text("owner")));
  EXPECT_TRUE(held.apply(event("ALTER TABLE").sub("OWNER TO").text("ALTER TABLE t OWNER TO bob")));
  EXPECT_FALSE(held.apply(event("ALTER TABLE").sub("OWNER TO").text("ALTER TABLE t OWNER TO carol")));
  EXPECT_FALSE(held.as_before()) << "the first of them may have changed anything";
}

TEST(Grants, WhatIsNotKnownMay) {
  const Change change = of_table({}, {{"bob", "SELECT"}});
  HeldPrivileges held(change, std::string(change.content->attributes.text("owner")));
  EXPECT_TRUE(held.apply(event("GRANT")));
}

TEST(Grants, OfAColumnWhoseNameNeedsQuotes) {
  Object before = with(table("t", 1), {part("column", "two, words", {1, 1})});
  Object after = before;
  after.children[0].attributes.set("privileges", TextMap{{"bob", "SELECT"}});
  const Change change = diff({before}, {after}, Lineage::kSameDatabase).at(0);
  EXPECT_TRUE(concerns("SELECT(a, \"two, words\")", change, true));
  EXPECT_FALSE(concerns("SELECT(\"two\", words)", change, true));
}

TEST(Grants, WhatPublicHasInTheSchemaPublic) {
  Object before = root("schema", "", "public", 5, {{"owner", "anna"}});
  Object after = before;
  after.attributes.set("privileges", TextMap{{"PUBLIC", "none"}});
  const Change change = diff({before}, {after}, Lineage::kSameDatabase).at(0);
  HeldPrivileges held(change, "anna");
  EXPECT_FALSE(held.apply(revoke({"USAGE"}, {"bob"})));
  EXPECT_TRUE(held.apply(revoke({"USAGE"}, {"PUBLIC"})));
}

TEST(Grants, NotWhoMadeWhatSomebodyGrantedOnLater) {
  Object after = root("changed_privileges", "", "function w.f(integer)", 5);
  after.attributes.set("privileges", TextMap{{"bob", "EXECUTE"}});
  const Change change = diff({}, {after}, Lineage::kSameDatabase).at(0);
  HeldPrivileges held(change, std::nullopt);
  EXPECT_FALSE(held.apply(event("CREATE EXTENSION")));
  EXPECT_TRUE(held.apply(grant({"EXECUTE"}, {"bob"})));
}

}  // namespace
}  // namespace schema_audit
