// Figures for Prometheus: https://prometheus.io/docs/instrumenting/exposition_formats/
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace schema_audit {

struct MetricSample {
  std::vector<std::pair<std::string, std::string>> labels;
  double value = 0;
};

struct MetricFamily {
  enum class Type { kGauge, kCounter };

  std::string name;
  std::string help;
  Type type = Type::kGauge;
  std::vector<MetricSample> samples;

  void add(std::vector<std::pair<std::string, std::string>> labels, double value) {
    samples.push_back({std::move(labels), value});
  }
};

using Metrics = std::vector<MetricFamily>;

// The text format, version 0.0.4. Families without samples are left out. Whatever a label holds becomes one
// line of UTF-8.
std::string to_prometheus(const Metrics& metrics);

}  // namespace schema_audit
