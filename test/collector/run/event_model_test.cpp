#include "collector/run/event_model.hpp"

#include <gtest/gtest.h>

#include "collector/run/comparison.hpp"
#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::table;

// System 1, database 16384, timeline 1.
constexpr const char* kHere = "00000000-0000-0001-0000-400000000001";
constexpr const char* kHereLater = "00000000-0000-0001-0000-400000000002";
constexpr const char* kOtherDatabase = "00000000-0000-0001-0000-400100000001";
constexpr const char* kOtherSystem = "00000000-0000-0002-0000-400000000001";

std::uint32_t oid_of(const char* incarnation, const std::string& lineage, std::uint32_t oid = 100) {
  std::vector<Event> events(1);
  events[0].incarnation = incarnation;
  events[0].object_oid = oid;
  disown_foreign(events, lineage);
  return events[0].object_oid;
}

TEST(EventModel, OidsAreThoseOfOneDatabase) {
  const std::string here = "1/16384";
  EXPECT_EQ(oid_of(kHere, here), 100U);
  EXPECT_EQ(oid_of(kHereLater, here), 100U) << "after a failover it is the same catalog";
  EXPECT_EQ(oid_of(kOtherDatabase, here), kOidOfAnotherDatabase);
  EXPECT_EQ(oid_of(kOtherSystem, here), kOidOfAnotherDatabase);
  EXPECT_EQ(oid_of(kOtherSystem, here, 0), 0U) << "unknown stays unknown";
}

TEST(EventModel, OidsOfASystemAreThoseOfAllItsDatabases) {
  EXPECT_EQ(oid_of(kOtherDatabase, "1"), 100U);
  EXPECT_EQ(oid_of(kOtherSystem, "1"), kOidOfAnotherDatabase);
}

TEST(EventModel, WithoutLineageNothingIsKnown) {
  EXPECT_EQ(oid_of(kOtherSystem, ""), 100U);
  EXPECT_EQ(oid_of(kOtherSystem, "x/y"), 100U);
}

TEST(EventModel, SystemsOfEveryAge) {
  EXPECT_EQ(oid_of("68e25bdc-bd8d-7607-0000-000500000001", "7557704128312210951/5"), 100U);
}

Event creates(const char* who, const char* incarnation, const char* name, std::uint32_t oid) {
  Event event = test::event("CREATE TABLE").by(who).row("target", "table", {"public", name}).rel(oid);
  event.incarnation = incarnation;
  return event;
}

Side side_of(const char* name, const char* lineage, std::vector<Object> objects, std::vector<Event> events) {
  Side side;
  side.name = name;
  side.lineage = lineage;
  side.objects = std::move(objects);
  side.events = [events = std::move(events)](const std::vector<Finding>&) { return events; };
  return side;
}

// Two clusters give the same number to tables that have nothing to do with each other.
TEST(EventModel, DriftOfTwoClustersGoesByNames) {
  const Report report = compare(
      "drift",
      side_of("staging", "2/16384", {table("gone", 100)}, {creates("eve", kOtherSystem, "gone", 100)}),
      side_of("production", "1/16384", {table("here", 100)},
              {creates("anna", kHere, "other", 101), creates("bob", kHere, "here", 100)}),
      {});
  ASSERT_EQ(report.findings.size(), 2U);
  for (const Finding& finding : report.findings) {
    ASSERT_EQ(finding.events.size(), 1U) << finding.object;
    EXPECT_EQ(finding.events[0].actor.session_role,
              finding.change.type == ChangeType::kDropped ? "eve" : "bob");
  }
}

// A restored database has the old log beside the new one: there the number was another table's.
TEST(EventModel, TheOldLogOfARestoredDatabaseGoesByNames) {
  const Report report =
      compare("changes", side_of("shop@1", "1/16384", {}, {}),
              side_of("shop@2", "1/16384", {table("here", 100)},
                      {creates("eve", kOtherSystem, "other", 100), creates("anna", kOtherSystem, "here", 7)}),
              {});
  ASSERT_EQ(report.findings.size(), 1U);
  ASSERT_EQ(report.findings[0].events.size(), 1U);
  EXPECT_EQ(report.findings[0].events[0].actor.session_role, "anna");
}

}  // namespace
}  // namespace schema_audit
