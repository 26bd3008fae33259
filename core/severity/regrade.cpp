#include "core/severity/regrade.hpp"

#include <algorithm>

namespace schema_audit {

std::string to_text(const SeverityRule& rule) {
  return to_text(rule.which) + " -> " + std::string(to_text(rule.severity));
}

std::vector<RegradedFindings> regrade(std::vector<Finding>& findings,
                                      const std::vector<SeverityRule>& rules) {
  std::vector<std::int64_t> counts(rules.size());
  for (Finding& finding : findings) {
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [&](const SeverityRule& r) { return fits(r.which, finding); });
    if (rule == rules.end() || rule->severity == finding.severity) continue;
    finding.usual = finding.severity;
    finding.severity = rule->severity;
    ++counts[static_cast<std::size_t>(rule - rules.begin())];
  }
  std::vector<RegradedFindings> regraded;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (counts[i] > 0) regraded.push_back({to_text(rules[i]), counts[i]});
  }
  if (!regraded.empty()) sort_worst_first(findings);
  return regraded;
}

}  // namespace schema_audit
