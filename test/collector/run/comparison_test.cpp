#include "collector/run/comparison.hpp"

#include <gtest/gtest.h>

#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::table;

Event dropping(int number) {
  Event event;
  event.xid = 700;
  event.number = 2 * number;
  event.statement_number = 2 * number - 1;
  event.at = "2026-11-21T10:00:00." + std::to_string(100'000 + number) + "Z";
  event.role = "dropped";
  event.command_tag = "DROP TABLE";
  event.object_type = "table";
  event.identity = "public.busy";
  event.address_names = {"public", "busy"};
  event.actor.session_role = "role" + std::to_string(number);
  return event;
}

Finding finding_with(int events) {
  Side before;
  before.name = "shop@1";
  before.lineage = "1/2";
  before.objects = {table("busy")};
  Side after;
  after.name = "shop@2";
  after.lineage = "1/2";
  after.events = [events](const std::vector<Finding>&) {
    std::vector<Event> all;
    for (int i = 1; i <= events; ++i) all.push_back(dropping(i));
    return all;
  };
  return compare("changes", std::move(before), std::move(after), {}).findings.at(0);
}

TEST(Comparison, KeepsTheLastEventsOfWhatIsChangedAllTheTime) {
  const Finding few = finding_with(50);
  EXPECT_EQ(few.events.size(), 50U);
  EXPECT_EQ(few.note, "");
  const Finding many = finding_with(1'051);
  ASSERT_EQ(many.events.size(), 50U);
  EXPECT_EQ(many.events.front().actor.session_role, "role1002");
  EXPECT_EQ(many.events.back().actor.session_role, "role1051") << "who made it what it is";
  EXPECT_EQ(many.note, "1001 earlier events are in the log");
  EXPECT_EQ(finding_with(51).note, "1 earlier event is in the log");
}

// The later snapshot first: what looks added was dropped in between.
TEST(Comparison, LookingBack) {
  Side later;
  later.name = "shop@2";
  later.lineage = "1/2";
  later.target = 1;
  later.snapshot = 2;
  Side earlier = later;
  earlier.name = "shop@1";
  earlier.snapshot = 1;
  earlier.objects = {table("busy")};
  earlier.events = [](const std::vector<Finding>&) { return std::vector<Event>{dropping(1)}; };
  const std::vector<Finding> findings = compare("diff", std::move(later), std::move(earlier), {}).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "table.added");
  ASSERT_EQ(findings[0].events.size(), 1U);
  EXPECT_EQ(findings[0].events[0].actor.session_role, "role1");
}

}  // namespace
}  // namespace schema_audit
