#include "collector/metrics/metric.hpp"

#include <cmath>

#include <fmt/format.h>

#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out;
}

std::string labels_text(const MetricSample& sample) {
  if (sample.labels.empty()) return {};
  std::string out;
  for (const auto& [name, value] : sample.labels) {
    out += (out.empty() ? "{" : ",") + name + "=\"" + escaped(printable(value)) + "\"";
  }
  return out + "}";
}

// Whole numbers without an exponent, as people read them.
std::string number(double value) {
  constexpr double kExact = 1e15;
  if (std::floor(value) == value && std::abs(value) < kExact) return fmt::format("{:.0f}", value);
  return fmt::format("{}", value);
}

}  // namespace

std::string to_prometheus(const Metrics& metrics) {
  std::string out;
  for (const MetricFamily& family : metrics) {
    if (family.samples.empty()) continue;
    out += "# HELP " + family.name + " " + family.help + "\n# TYPE " + family.name +
           (family.type == MetricFamily::Type::kCounter ? " counter\n" : " gauge\n");
    for (const MetricSample& sample : family.samples)
      out += family.name + labels_text(sample) + " " + number(sample.value) + "\n";
  }
  return out;
}

}  // namespace schema_audit
