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

TEST(FreeName, AmongOthersIsEachItsOwn) {
  std::vector<std::string> all{"short"};
  for (int i = 0; i < 20; ++i) all.push_back(std::string(58, 'x') + std::to_string(10000 + i));
  all.push_back(std::string(59, 'x'));  // with its ending what is left of the others
  std::set<std::string> given;
  for (const std::string& name : all) {
    const std::string free =
        free_name_among([&] { return all; }, name, "_old", [](const auto&) { return false; });
    EXPECT_TRUE(given.insert(free).second) << free;
    EXPECT_LE(free.size(), 63U);
  }
  EXPECT_TRUE(given.contains("short_old"));
}

}  // namespace
}  // namespace schema_audit
