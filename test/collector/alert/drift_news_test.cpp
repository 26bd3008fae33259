#include "collector/alert/drift_news.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

constexpr UnixMicros kNow = 1'800'000'000 * kMicrosPerSecond;
constexpr UnixMicros kHour = 3600 * kMicrosPerSecond;

AlertChannelConfig asking_for(Severity least) {
  AlertChannelConfig channel;
  channel.min_severity = least;
  return channel;
}

ToldDrift told(const std::string& digest, const std::string& severity, UnixMicros age) {
  return {digest, severity, format_utc(kNow - 100 * kHour), format_utc(kNow - age)};
}

TEST(DriftNews, IsToldWhenItIsFirstAsBadAsTheChannelAsksFor) {
  const AlertChannelConfig channel = asking_for(Severity::kMajor);
  EXPECT_EQ(drift_news({}, "", Severity::kNone, channel, kNow), DriftNews::kNone);
  EXPECT_EQ(drift_news({}, "a", Severity::kMinor, channel, kNow), DriftNews::kNone);
  EXPECT_EQ(drift_news({}, "a", Severity::kMajor, channel, kNow), DriftNews::kDetected);
}

TEST(DriftNews, IsToldAgainWhenItIsAnotherOneAndSaysWhetherItIsWorse) {
  const AlertChannelConfig channel = asking_for(Severity::kMinor);
  const ToldDrift before = told("a", "major", kHour);
  EXPECT_EQ(drift_news(before, "a", Severity::kMajor, channel, kNow), DriftNews::kNone);
  EXPECT_EQ(drift_news(before, "b", Severity::kMajor, channel, kNow), DriftNews::kChanged);
  EXPECT_EQ(drift_news(before, "b", Severity::kMinor, channel, kNow), DriftNews::kChanged);
  EXPECT_EQ(drift_news(before, "b", Severity::kCritical, channel, kNow), DriftNews::kEscalated);
}

TEST(DriftNews, ComesAsAReminderWhenItStays) {
  AlertChannelConfig channel = asking_for(Severity::kMinor);
  EXPECT_EQ(drift_news(told("a", "major", 24 * kHour - 1), "a", Severity::kMajor, channel, kNow),
            DriftNews::kNone);
  EXPECT_EQ(drift_news(told("a", "major", 24 * kHour), "a", Severity::kMajor, channel, kNow),
            DriftNews::kReminder);
  channel.remind_after_ms = 0;
  EXPECT_EQ(drift_news(told("a", "major", 999 * kHour), "a", Severity::kMajor, channel, kNow),
            DriftNews::kNone);
}

TEST(DriftNews, EndsForWhomItWasToldTo) {
  const AlertChannelConfig channel = asking_for(Severity::kMajor);
  EXPECT_EQ(drift_news(told("a", "critical", kHour), "", Severity::kNone, channel, kNow),
            DriftNews::kResolved);
  EXPECT_EQ(drift_news(told("a", "critical", kHour), "b", Severity::kMinor, channel, kNow),
            DriftNews::kResolved);
  EXPECT_EQ(drift_news({}, "", Severity::kNone, channel, kNow), DriftNews::kNone);
}

}  // namespace
}  // namespace schema_audit
