#include "collector/clock.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

TEST(Clock, ReadsWhatItWrites) {
  for (const UnixMicros time : {UnixMicros{0}, UnixMicros{1}, UnixMicros{1'795'283'738'123'456}}) {
    EXPECT_EQ(parse_utc(format_utc(time)), time) << format_utc(time);
  }
  EXPECT_EQ(parse_utc("2024-02-29T00:00:00.000000Z").has_value(), true);
}

TEST(Clock, ReadsNothingElse) {
  for (const char* text :
       {"", "2026-11-21", "2026-11-21T09:08:58Z", "2026-11-21 09:08:58.000000Z",
        "2026-11-21T09:08:58.000000+", "2026-02-30T09:08:58.000000Z", "2026-1x-21T09:08:58.000000Z"}) {
    EXPECT_EQ(parse_utc(text), std::nullopt) << text;
  }
}

TEST(Clock, TellsDurationsAsPeopleDo) {
  EXPECT_EQ(duration_text(0), "0 s");
  EXPECT_EQ(duration_text(119 * kMicrosPerSecond), "119 s");
  EXPECT_EQ(duration_text(120 * kMicrosPerSecond), "2 min");
  EXPECT_EQ(duration_text(2 * 3600 * kMicrosPerSecond), "2 h");
  EXPECT_EQ(duration_text(48 * 3600 * kMicrosPerSecond), "2 days");
}

}  // namespace
}  // namespace schema_audit
