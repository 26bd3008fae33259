#include "core/plan/free_name.hpp"

#include <gtest/gtest.h>

#include <set>

namespace schema_audit {
namespace {

std::string free_of(std::string_view name, const std::set<std::string>& taken) {
  return free_name(name, "_old", [&](const std::string& candidate) { return taken.contains(candidate); });
}

TEST(FreeName, CountsUntilOneIsFree) {
  EXPECT_EQ(free_of("a", {}), "a_old");
  EXPECT_EQ(free_of("a", {"a_old", "a_old1"}), "a_old2");
}

TEST(FreeName, KeepsToTheLengthOfNamesAndToWholeCharacters) {
  EXPECT_EQ(free_of(std::string(63, 'x'), {}), std::string(59, 'x') + "_old");
  std::string chinese;
  for (int i = 0; i < 21; ++i) chinese += "\u540d";
  ASSERT_EQ(chinese.size(), 63U);
  const std::string name = free_of(chinese, {});
  EXPECT_EQ(name, chinese.substr(0, 57) + "_old");
  EXPECT_EQ(free_of(chinese, {name}), chinese.substr(0, 57) + "_old1");
}

}  // namespace
}  // namespace schema_audit
