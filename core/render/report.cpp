#include "core/render/report.hpp"

namespace schema_audit {

Counts count(const std::vector<Finding>& findings) {
  Counts counts;
  for (const Finding& finding : findings) {
    switch (finding.severity) {
      case Severity::kCritical:
        ++counts.critical;
        break;
      case Severity::kMajor:
        ++counts.major;
        break;
      case Severity::kMinor:
        ++counts.minor;
        break;
      case Severity::kNone:
        ++counts.none;
        break;
    }
  }
  return counts;
}

std::string to_text(const Counts& counts) {
  std::string out;
  const auto add = [&out](std::int64_t n, std::string_view word) {
    if (n == 0) return;
    if (!out.empty()) out += ", ";
    out += std::to_string(n) + " " + std::string(word);
  };
  add(counts.critical, "critical");
  add(counts.major, "major");
  add(counts.minor, "minor");
  add(counts.none, "of no severity");
  return out.empty() ? "no changes" : out;
}

}  // namespace schema_audit
