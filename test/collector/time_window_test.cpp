#include "collector/time_window.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

// Unix seconds, as `date -u -d ... +%s` gives them.
bool in(const char* window, std::int64_t seconds) {
  return parse_time_window(window).value().contains(seconds * kMicrosPerSecond);
}

constexpr std::int64_t kWinterNoon = 1768478400;  // 2026-01-15T12:00:00Z
constexpr std::int64_t kSummerNoon = 1784116800;  // 2026-07-15T12:00:00Z
constexpr std::int64_t kSpring = 1774746000;      // 2026-03-29T01:00:00Z: Berlin goes from 02:00 to 03:00
constexpr std::int64_t kAutumn = 1792890000;      // 2026-10-25T01:00:00Z: Berlin goes from 03:00 to 02:00
constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 3600;

TEST(TimeWindow, HoldsItsFirstMinuteAndNotItsLast) {
  EXPECT_TRUE(in("12:00-13:00", kWinterNoon));
  EXPECT_FALSE(in("12:00-13:00", kWinterNoon - 1));
  EXPECT_TRUE(in("12:00-13:00", kWinterNoon + kHour - 1));
  EXPECT_FALSE(in("12:00-13:00", kWinterNoon + kHour));
  EXPECT_TRUE(in("12:00-24:00", kWinterNoon + 12 * kHour - 1));
}

TEST(TimeWindow, SpansMidnight) {
  EXPECT_FALSE(in("22:00-06:00", kWinterNoon));
  EXPECT_TRUE(in("22:00-06:00", kWinterNoon + 10 * kHour));
  EXPECT_TRUE(in("22:00-06:00", kWinterNoon - 7 * kHour));
  EXPECT_FALSE(in("22:00-06:00", kWinterNoon - 6 * kHour));
}

TEST(TimeWindow, GoesByTheClocksThere) {
  EXPECT_TRUE(in("13:00-13:01 Europe/Berlin", kWinterNoon));
  EXPECT_TRUE(in("14:00-14:01 Europe/Berlin", kSummerNoon));
  EXPECT_TRUE(in("17:30-17:31 Asia/Kolkata", kSummerNoon));
}

TEST(TimeWindow, AnHourThatIsSkippedIsInNoWindow) {
  for (std::int64_t at = kSpring - 2 * kHour; at < kSpring + 2 * kHour; at += kMinute)
    EXPECT_FALSE(in("02:00-03:00 Europe/Berlin", at)) << at;
  EXPECT_TRUE(in("01:30-03:30 Europe/Berlin", kSpring - kMinute));
  EXPECT_TRUE(in("01:30-03:30 Europe/Berlin", kSpring));
}

TEST(TimeWindow, AnHourThatComesTwiceIsInTwice) {
  std::int64_t minutes = 0;
  for (std::int64_t at = kAutumn - 3 * kHour; at < kAutumn + 3 * kHour; at += kMinute)
    minutes += in("02:00-03:00 Europe/Berlin", at) ? 1 : 0;
  EXPECT_EQ(minutes, 120);
}

TEST(TimeWindow, TellsItself) {
  EXPECT_EQ(parse_time_window("09:05-17:30 America/New_York")->text(), "09:05-17:30 America/New_York");
  EXPECT_EQ(parse_time_window("22:00-06:00")->text(), "22:00-06:00 UTC");
}

TEST(TimeWindow, RefusesWhatIsNone) {
  for (const char* text :
       {"", "22-6", "22:00", "22:00-22:00", "25:00-26:00", "10:60-11:00", "24:00-10:00", "-22:00-23:00",
        "22:00-06:00 Europe/Atlantis", "22:00-06:00 ../../etc/passwd", "22:00-06:00 "})
    EXPECT_FALSE(parse_time_window(text)) << text;
}

}  // namespace
}  // namespace schema_audit
