#include "collector/run/combined_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test/support/findings.hpp"

namespace schema_audit {
namespace {

using test::finding;
using test::objects_of;
using ::testing::ElementsAre;

TEST(CombinedReport, WhatFollowsStaysBehindItsHead) {
  Report report;
  report.findings = {finding("aa.b", Severity::kCritical), finding("aa_b", Severity::kMajor, "aa.b"),
                     finding("bb.c", Severity::kCritical), finding("t", Severity::kMinor)};
  Report cluster;
  cluster.findings = {finding("role x", Severity::kMajor), finding("role y", Severity::kMinor, "role x")};
  combine(report, std::move(cluster));
  EXPECT_THAT(objects_of(report.findings), ElementsAre("aa.b", "aa_b", "bb.c", "role x", "role y", "t"));
  combine(report, {});
  EXPECT_THAT(objects_of(report.findings), ElementsAre("aa.b", "aa_b", "bb.c", "role x", "role y", "t"));
}

TEST(CombinedReport, CountsWhatRulesHideAndGradeInBoth) {
  Report report;
  report.ignored = {{"one", 1}, {"both", 2}};
  report.regraded = {{"both", 1}};
  Report cluster;
  cluster.ignored = {{"both", 3}, {"other", 1}};
  cluster.regraded = {{"both", 1}, {"other", 2}};
  combine(report, std::move(cluster));
  ASSERT_EQ(report.ignored.size(), 3U);
  EXPECT_EQ(report.ignored[1].count, 5);
  EXPECT_EQ(report.ignored[2].rule, "other");
  ASSERT_EQ(report.regraded.size(), 2U);
  EXPECT_EQ(report.regraded[0].count, 2);
  EXPECT_EQ(report.regraded[1].count, 2);
}

}  // namespace
}  // namespace schema_audit
