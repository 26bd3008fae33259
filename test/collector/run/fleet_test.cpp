#include "collector/run/fleet.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "collector/config/sections.hpp"

namespace schema_audit {
namespace {

TEST(DatabaseTargetName, IsAName) {
  EXPECT_EQ(database_target_name("apps", "orders"), "apps.orders");
  EXPECT_EQ(database_target_name("apps", "Order_s-1"), "apps.Order_s-1");
  EXPECT_EQ(database_target_name("apps", "a.b"), "apps.a.2eb");
  EXPECT_EQ(database_target_name("apps", "x y"), "apps.x.20y");
  EXPECT_EQ(database_target_name("apps", "../etc"), "apps..2e.2e.2fetc");
  EXPECT_EQ(database_target_name("apps", "@latest"), "apps..40latest");
  EXPECT_EQ(database_target_name("apps", "\xc3\xa9"), "apps..c3.a9");
}

TEST(DatabaseTargetName, WhateverTheDatabaseIsCalled) {
  const std::string longest_entry(36, 'e');
  std::set<std::string> names;
  for (int byte = 1; byte < 256; ++byte) {
    for (const std::size_t length : {1U, 2U, 20U, 21U, 22U, 62U, 63U}) {
      const std::string database(length, static_cast<char>(byte));
      const std::string name = database_target_name(longest_entry, database);
      EXPECT_TRUE(is_name(name)) << name;
      EXPECT_TRUE(names.insert(name).second) << name;
    }
  }
  // What is shortened differs in its end only.
  std::string twin(63, '\n');
  const std::string first = database_target_name("e", twin);
  twin.back() = '\t';
  EXPECT_NE(database_target_name("e", twin), first);
}

}  // namespace
}  // namespace schema_audit
