#include "core/plan/order.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

Node node(int phase, std::string key, std::vector<int> after = {}, std::vector<int> soft_after = {}) {
  Node n;
  n.phase = phase;
  n.key = std::move(key);
  n.after = std::move(after);
  n.soft_after = std::move(soft_after);
  return n;
}

TEST(Order, IsByPhaseAndKeyWhereNothingElseIsAsked) {
  EXPECT_EQ(order({node(2, "a"), node(1, "c"), node(1, "b")}).sequence, (std::vector<int>{2, 1, 0}));
}

TEST(Order, PutsWhatIsNeededFirst) {
  EXPECT_EQ(order({node(1, "a", {1}), node(2, "b", {2}), node(3, "c")}).sequence,
            (std::vector<int>{2, 1, 0}));
}

TEST(Order, LeavesOutSoftEdgesOfACycle) {
  const Order sorted = order({node(1, "a", {}, {1}), node(1, "b", {0})});
  EXPECT_EQ(sorted.sequence, (std::vector<int>{0, 1}));
  EXPECT_TRUE(sorted.cycle.empty());
}

TEST(Order, NamesACycle) {
  const Order sorted = order({node(1, "a", {1}), node(1, "b", {0}), node(1, "c"), node(1, "d", {0})});
  EXPECT_EQ(sorted.sequence, (std::vector<int>{2}));
  EXPECT_EQ(sorted.cycle.size(), 2U);
}

}  // namespace
}  // namespace schema_audit
