#include "collector/run/combined_report.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "core/severity/arrangement.hpp"

namespace schema_audit {

namespace {

template <typename Counted>
void add_counts(std::vector<Counted>& counts, std::vector<Counted> others) {
  for (Counted& other : others) {
    const auto known = std::ranges::find(counts, other.rule, &Counted::rule);
    if (known == counts.end()) {
      counts.push_back(std::move(other));
    } else {
      known->count += other.count;
    }
  }
}

}  // namespace

void combine(Report& report, Report other) {
  std::ranges::move(other.findings, std::back_inserter(report.findings));
  arrange_groups(report.findings);
  add_counts(report.ignored, std::move(other.ignored));
  add_counts(report.regraded, std::move(other.regraded));
}

}  // namespace schema_audit
