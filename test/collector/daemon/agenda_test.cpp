#include "collector/daemon/agenda.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace schema_audit {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Agenda, HandsOutWhatHasChangedOnce) {
  Agenda agenda;
  EXPECT_THAT(agenda.begin_changed(milliseconds(1)), IsEmpty());
  agenda.changed("a");
  agenda.changed("a");
  agenda.changed("b");
  EXPECT_THAT(agenda.begin_changed(milliseconds(1)), ElementsAre("a", "b"));
  EXPECT_THAT(agenda.begin_changed(milliseconds(1)), IsEmpty());
}

TEST(Agenda, LetsNobodyCollectATargetTwiceAtATime) {
  Agenda agenda;
  EXPECT_THAT(agenda.begin({"a", "b"}), ElementsAre("a", "b"));
  agenda.changed("a");
  EXPECT_THAT(agenda.begin_changed(milliseconds(1)), IsEmpty());
  EXPECT_THAT(agenda.begin({"a", "c"}), ElementsAre("c"));
  agenda.ended("a", false, {}, false);
  EXPECT_THAT(agenda.begin_changed(milliseconds(1)), ElementsAre("a"));
}

TEST(Agenda, ForgetsWhatACollectionWillSee) {
  Agenda agenda;
  agenda.changed("a");
  EXPECT_THAT(agenda.begin({"a"}), ElementsAre("a"));
  agenda.ended("a", false, {}, false);
  EXPECT_THAT(agenda.begin_changed(milliseconds(1)), IsEmpty());
}

TEST(Agenda, GivesATargetThatChangesAllTheTimeAFifthOfIt) {
  Agenda agenda;
  agenda.changed("a");
  ASSERT_THAT(agenda.begin_changed(milliseconds(1)), ElementsAre("a"));
  agenda.changed("a");
  const auto begin = steady_clock::now();
  agenda.ended("a", true, milliseconds(50), false);
  EXPECT_THAT(agenda.begin_changed(milliseconds(5000)), ElementsAre("a"));
  EXPECT_GE(steady_clock::now() - begin, milliseconds(200));
}

TEST(Agenda, LeavesATargetThatFailsToTheInterval) {
  Agenda agenda;
  ASSERT_THAT(agenda.begin({"a"}), ElementsAre("a"));
  agenda.ended("a", true, {}, true);
  agenda.changed("a");
  EXPECT_THAT(agenda.begin_changed(milliseconds(20)), IsEmpty());
  EXPECT_THAT(agenda.begin({"a"}), ElementsAre("a"));
}

TEST(Agenda, WakesWhoWaits) {
  Agenda agenda;
  std::thread other([&] {
    std::this_thread::sleep_for(milliseconds(20));
    agenda.changed("a");
  });
  const auto begin = steady_clock::now();
  EXPECT_THAT(agenda.begin_changed(milliseconds(10'000)), ElementsAre("a"));
  EXPECT_LT(steady_clock::now() - begin, milliseconds(5'000));
  other.join();
}

TEST(Agenda, ForgetsTargetsThatAreGone) {
  Agenda agenda;
  agenda.changed("a");
  agenda.changed("b");
  agenda.forget_others({"b"});
  EXPECT_THAT(agenda.begin_changed(milliseconds(1)), ElementsAre("b"));
}

}  // namespace
}  // namespace schema_audit
