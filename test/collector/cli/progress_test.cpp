#include "collector/cli/progress.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace schema_audit {
namespace {

using std::chrono::milliseconds;

const std::set<std::string> kNone;
const std::set<std::string> kKinds{"table", "routine"};

TEST(Progress, IsALineThatFits) {
  EXPECT_EQ(progress_line(0, 4, 0, milliseconds(0), {}, 60),
            "[........................................] 0 of 4 targets");
  EXPECT_EQ(progress_line(1, 4, 1, milliseconds(10'000), {}, 60),
            "[#####................] 1 of 4 targets, 1 failed, 30 s left");
  EXPECT_EQ(progress_line(4, 4, 0, milliseconds(10'000), {}, 30), "[############] 4 of 4 targets");
  EXPECT_EQ(progress_line(1, 4, 0, milliseconds(10'000), kKinds, 80),
            "[#######........................] 1 of 4 targets, 30 s left: routine, table");
  EXPECT_EQ(progress_line(1, 4, 0, milliseconds(10'000), kKinds, 50),
            "1 of 4 targets, 30 s left: routine, table");
  EXPECT_EQ(progress_line(1, 4, 0, milliseconds(10'000), kKinds, 36), "1 of 4 targets, 30 s left: routine");
  for (std::size_t width = 0; width < 100; ++width) {
    for (std::size_t done = 0; done <= 300; done += 50)
      EXPECT_LE(
          progress_line(done, 300, done / 2, milliseconds(12'345'678), done == 0 ? kNone : kKinds, width)
              .size(),
          width);
  }
}

}  // namespace
}  // namespace schema_audit
