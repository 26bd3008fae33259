#include "core/render/recommendations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>

namespace schema_audit {
namespace {

using testing::ElementsAre;

Finding finding(std::string code, Severity severity, std::string object, std::string advice) {
  Finding finding;
  finding.code = std::move(code);
  finding.severity = severity;
  finding.object = std::move(object);
  finding.advice = std::move(advice);
  return finding;
}

TEST(Recommendations, SayEachAdviceOncePerSeverity) {
  const auto list = recommendations(
      {finding("b", Severity::kMinor, "table t", "look"), finding("c", Severity::kMajor, "table u", "look"),
       finding("b", Severity::kMinor, "table s", "look"), finding("a", Severity::kMinor, "table t", "look"),
       finding("d", Severity::kMinor, "table v", ""), finding("e", Severity::kMinor, "table w", "wait")});
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].severity, Severity::kMajor);
  EXPECT_THAT(list[0].objects, ElementsAre("table u"));
  EXPECT_EQ(list[1].advice, "look");
  EXPECT_THAT(list[1].codes, ElementsAre("a", "b"));
  EXPECT_THAT(list[1].objects, ElementsAre("table t", "table s"));
  EXPECT_EQ(list[2].advice, "wait");
}

double seconds_for(int count) {
  std::vector<Finding> findings;
  for (int i = 0; i < count; ++i)
    findings.push_back(
        finding("table.dropped", Severity::kCritical, "table t" + std::to_string(i), "restore"));
  double best = 1e9;
  for (int i = 0; i < 3; ++i) {
    const std::clock_t begin = std::clock();
    EXPECT_EQ(recommendations(findings).at(0).objects.size(), findings.size());
    best = std::min(best, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
  }
  return best;
}

// Four times as many take about four times as long, not sixteen times.
TEST(Recommendations, TakeTheirTimeByTheNumberOfFindings) {
  EXPECT_LT(seconds_for(20000), 10 * seconds_for(5000));
}

}  // namespace
}  // namespace schema_audit
