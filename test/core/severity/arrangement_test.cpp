#include "core/severity/arrangement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test/support/findings.hpp"

namespace schema_audit {
namespace {

using test::finding;
using test::objects_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Arrangement, AGroupRanksAsItsWorstMember) {
  const std::vector<Finding> findings{finding("a", Severity::kMinor), finding("a1", Severity::kCritical, "a"),
                                      finding("a2", Severity::kMinor, "a"), finding("b", Severity::kMajor)};
  EXPECT_THAT(group_ranks(findings),
              ElementsAre(Severity::kCritical, Severity::kCritical, Severity::kCritical, Severity::kMajor));
  EXPECT_THAT(group_ranks({}), IsEmpty());
}

TEST(Arrangement, GroupsStayWholeAndKeepTheirOrder) {
  std::vector<Finding> findings{finding("a", Severity::kCritical),   finding("a1", Severity::kMinor, "a"),
                                finding("b", Severity::kMinor),      finding("c", Severity::kCritical),
                                finding("d", Severity::kMajor),      finding("e", Severity::kNone),
                                finding("e1", Severity::kMajor, "e")};
  arrange_groups(findings);
  EXPECT_THAT(objects_of(findings), ElementsAre("a", "a1", "c", "d", "e", "e1", "b"));
}

}  // namespace
}  // namespace schema_audit
