// What check exits with, and its line for Nagios.
#include "collector/cli/check_report.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace schema_audit {
namespace {

constexpr UnixMicros kNow = 1'795'283'738 * kMicrosPerSecond;

TargetHealth well(const std::string& name) {
  TargetHealth health;
  health.target = name;
  health.environment = "test";
  health.server_version = 150018;
  health.latency_ms = 3;
  health.history = CollectionHistory{};
  health.history->last_success_at = health.history->snapshot_at = format_utc(kNow - 60 * kMicrosPerSecond);
  return health;
}

CheckReport report_of(std::vector<TargetHealth> targets) {
  CheckReport report;
  report.targets = std::move(targets);
  report.store = StoreHealth{"/var/lib/store.db", false, "every page is whole", 4096, 0, 1'000'000'000, {}};
  report.outbox = OutboxHealth{};
  return report;
}

std::string nagios(const CheckReport& report) {
  std::string line = check_nagios(report, CheckConfig{}, kNow);
  // The contract: one line, one bar.
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1) << line;
  EXPECT_EQ(std::count(line.begin(), line.end(), '|'), 1) << line;
  const std::string figures = line.substr(line.find('|') + 2);
  const std::regex figure(R"(([a-z_]+=-?[0-9.]+(us|ms|s|%|B)?(;[0-9.:]*){0,4} ?)+\n)");
  EXPECT_TRUE(std::regex_match(figures, figure)) << figures;
  return line;
}

TEST(CheckReport, IsOkWhenAllIsWell) {
  const CheckReport report = report_of({well("a"), well("b")});
  EXPECT_EQ(code_of(report), ExitCode::kNone);
  const std::string line = nagios(report);
  EXPECT_TRUE(line.starts_with("SCHEMA_AUDIT OK - 2 of 2 targets reached | targets=2;;;0")) << line;
  EXPECT_NE(line.find(" snapshot_age=60s;;;0"), std::string::npos) << line;
  EXPECT_NE(line.find(" store_free=1000000000B;500000000:;;0"), std::string::npos) << line;
}

TEST(CheckReport, NamesTheWorstFirst) {
  CheckReport report = report_of({well("a"), well("b"), well("c")});
  report.targets[0].problems = {"its clock is 9 s ahead"};
  EXPECT_EQ(code_of(report), ExitCode::kMajor);
  EXPECT_TRUE(nagios(report).starts_with("SCHEMA_AUDIT WARNING - a: its clock is 9 s ahead; 3 of 3"));
  report.targets[1].findings = {rewritten("block 2 is not what it was", {})};
  EXPECT_EQ(code_of(report), ExitCode::kCritical);
  EXPECT_TRUE(nagios(report).starts_with("SCHEMA_AUDIT CRITICAL - b: block 2 is not what it was; "));
  report.targets[2].error = "connection refused";
  EXPECT_EQ(code_of(report), ExitCode::kIncomplete);
  EXPECT_TRUE(nagios(report).starts_with("SCHEMA_AUDIT UNKNOWN - c: connection refused; 2 of 3"));
  report.store->damaged = true;
  report.store->problems = {"damaged: page 7"};
  EXPECT_EQ(code_of(report), ExitCode::kStore);
  EXPECT_TRUE(nagios(report).starts_with("SCHEMA_AUDIT CRITICAL - store: damaged: page 7; "));
}

TEST(CheckReport, CountsWhatIsAmissBesidesTargets) {
  CheckReport report = report_of({well("a")});
  report.outbox->counts.dead = 2;
  EXPECT_EQ(code_of(report), ExitCode::kMajor);
  EXPECT_NE(nagios(report).find("2 alerts were given up"), std::string::npos);
  report = report_of({well("a")});
  report.store->problems = {"only 3 MB are free"};
  EXPECT_EQ(code_of(report), ExitCode::kMajor);
  report = report_of({well("a")});
  report.targets[0].coverage = {{"event triggers", "failed", "one is disabled"}};
  EXPECT_EQ(code_of(report), ExitCode::kMajor);
  EXPECT_NE(nagios(report).find("a: event triggers: one is disabled"), std::string::npos);
  report = report_of({well("a")});
  report.targets[0].coverage = {{"library", "warning", "not preloaded"}};
  report.targets[0].remarks = {"library: not preloaded"};
  EXPECT_EQ(code_of(report), ExitCode::kNone);
}

TEST(CheckReport, StaysOneLineWhateverATargetSays) {
  CheckReport report = report_of({well("a")});
  report.targets[0].error = "FATAL: a|b\nc \x1b[31m " + std::string(5000, 'x');
  EXPECT_LT(nagios(report).size(), 1200U);
  EXPECT_EQ(nagios_failure(ExitCode::kStore, "damaged"), "SCHEMA_AUDIT CRITICAL - damaged\n");
  EXPECT_EQ(nagios_failure(ExitCode::kConfig, "no | file\nthere"),
            "SCHEMA_AUDIT UNKNOWN - no / file there\n");
}

TEST(CheckReport, KnowsTheCodesOfPlugins) {
  EXPECT_EQ(nagios_status(ExitCode::kNone), 0);
  EXPECT_EQ(nagios_status(ExitCode::kMajor), 1);
  EXPECT_EQ(nagios_status(ExitCode::kCritical), 2);
  EXPECT_EQ(nagios_status(ExitCode::kIncomplete), 3);
  EXPECT_EQ(nagios_status(ExitCode::kStore), 2);
  EXPECT_EQ(nagios_status(ExitCode::kConfig), 3);
}

}  // namespace
}  // namespace schema_audit
