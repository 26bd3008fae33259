#include "core/severity/arrangement.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace schema_audit {

std::vector<Severity> group_ranks(const std::vector<Finding>& findings) {
  std::vector<Severity> ranks(findings.size());
  for (std::size_t head = 0; head < findings.size();) {
    Severity worst = findings[head].severity;
    std::size_t end = head + 1;
    for (; end < findings.size() && !findings[end].follows.empty(); ++end)
      worst = std::max(worst, findings[end].severity);
    for (; head < end; ++head) ranks[head] = worst;
  }
  return ranks;
}

void arrange_groups(std::vector<Finding>& findings) {
  const std::vector<Severity> ranks = group_ranks(findings);
  std::vector<std::size_t> order(findings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return ranks[a] > ranks[b]; });
  std::vector<Finding> arranged;
  arranged.reserve(findings.size());
  for (const std::size_t i : order) arranged.push_back(std::move(findings[i]));
  findings = std::move(arranged);
}

}  // namespace schema_audit
