#include "collector/metrics/metric.hpp"

#include <gtest/gtest.h>

#include "collector/metrics/target_metrics.hpp"

namespace schema_audit {
namespace {

TEST(Metric, IsWrittenInTheTextFormat) {
  Metrics metrics;
  metrics.push_back({"a_total", "How many.", MetricFamily::Type::kCounter, {}});
  metrics.back().add({}, 3);
  metrics.push_back({"b_seconds", "How long.", MetricFamily::Type::kGauge, {}});
  metrics.back().add({{"target", "x"}, {"environment", "y"}}, 0.25);
  metrics.back().add({{"target", "z"}}, 1'795'283'738.5);
  metrics.push_back({"nothing", "Left out.", MetricFamily::Type::kGauge, {}});
  EXPECT_EQ(to_prometheus(metrics),
            "# HELP a_total How many.\n# TYPE a_total counter\na_total 3\n"
            "# HELP b_seconds How long.\n# TYPE b_seconds gauge\n"
            "b_seconds{target=\"x\",environment=\"y\"} 0.25\nb_seconds{target=\"z\"} 1795283738.5\n");
}

TEST(Metric, KeepsALabelInItsQuotes) {
  Metrics metrics;
  metrics.push_back({"a", "b", MetricFamily::Type::kGauge, {}});
  metrics.back().add({{"l", "say \"hi\"\\\n\xff"}}, 1);
  EXPECT_EQ(to_prometheus(metrics),
            "# HELP a b\n# TYPE a gauge\na{l=\"say \\\"hi\\\"\\\\\\\\n\\\\xff\"} 1\n");
}

TEST(Metric, TellsOfATargetWhatIsKnown) {
  TargetHealth dead;
  dead.target = "dead";
  dead.environment = "test";
  dead.error = "refused";
  TargetHealth live = dead;
  live.target = "live";
  live.error.clear();
  live.server_version = 150018;
  live.clock_skew = -1'500'000;
  live.coverage = {{"a", "ok", ""}, {"b", "warning", ""}, {"c", "ok", ""}};
  Metrics metrics;
  add_health_metrics(metrics, {dead, live});
  const std::string text = to_prometheus(metrics);
  const auto has = [&](const std::string& line) { return text.find(line + "\n") != std::string::npos; };
  EXPECT_TRUE(has(R"(schema_audit_target_up{target="dead",environment="test"} 0)")) << text;
  EXPECT_TRUE(has(R"(schema_audit_target_up{target="live",environment="test"} 1)")) << text;
  EXPECT_TRUE(has(R"(schema_audit_target_clock_skew_seconds{target="live",environment="test"} -1.5)"))
      << text;
  EXPECT_TRUE(has(R"(schema_audit_target_checks{target="live",environment="test",status="ok"} 2)")) << text;
  EXPECT_EQ(text.find(R"(latency_seconds{target="dead")"), std::string::npos) << text;
}

}  // namespace
}  // namespace schema_audit
