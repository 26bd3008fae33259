#include "collector/config/nearest.hpp"

#include <gtest/gtest.h>

#include <string>

namespace schema_audit {
namespace {

TEST(Nearest, FindsAMisspelling) {
  EXPECT_EQ(nearest("enviroment", {"name", "environment", "reference"}), "environment");
  EXPECT_EQ(nearest("prot", {"host", "port"}), "port");
}

TEST(Nearest, HasNoOpinionOnSomethingElse) {
  EXPECT_EQ(nearest("colour", {"name", "host"}), std::nullopt);
  EXPECT_EQ(nearest("", {"name"}), std::nullopt);
  EXPECT_EQ(nearest("name", {}), std::nullopt);
  EXPECT_EQ(nearest(std::string(100000, 'a'), {"name"}), std::nullopt);
}

}  // namespace
}  // namespace schema_audit
