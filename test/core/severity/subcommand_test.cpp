#include "core/severity/subcommand.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

TEST(Subcommand, SetsItsOwnAttributeOnly) {
  EXPECT_TRUE(can_set("ENABLE ROW LEVEL SECURITY", "row_security"));
  EXPECT_FALSE(can_set("ENABLE ROW LEVEL SECURITY", "options"));
  EXPECT_FALSE(can_set("FORCE ROW LEVEL SECURITY", "row_security"));
  EXPECT_TRUE(can_set("SET OPTIONS", "options"));
  EXPECT_FALSE(can_set("ALTER COLUMN SET DEFAULT", "not_null"));
}

TEST(Subcommand, IsNotJudgedWhenUnknown) {
  EXPECT_TRUE(can_set("ALTER COLUMN SET DATA TYPE", "default"));
  EXPECT_TRUE(can_set("", "row_security"));
  EXPECT_TRUE(can_set("SOMETHING NEW", "row_security"));
}

}  // namespace
}  // namespace schema_audit
