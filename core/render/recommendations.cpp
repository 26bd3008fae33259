#include "core/render/recommendations.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace schema_audit {

namespace {

// What is in a recommendation already, by names that the findings hold.
struct Known {
  std::size_t at = 0;
  std::set<std::string_view> codes;
  std::set<std::string_view> objects;
};

void add(const std::string& text, std::set<std::string_view>& known, std::vector<std::string>& list) {
  if (known.insert(text).second) list.push_back(text);
}

}  // namespace

std::vector<Recommendation> recommendations(const std::vector<Finding>& findings) {
  std::vector<Recommendation> result;
  std::map<std::pair<Severity, std::string_view>, Known> all;
  for (const Finding& finding : findings) {
    if (finding.advice.empty()) continue;
    const auto [entry, is_new] =
        all.try_emplace({finding.severity, finding.advice}, Known{result.size(), {}, {}});
    if (is_new) result.push_back({finding.severity, finding.advice, {}, {}});
    Known& known = entry->second;
    add(finding.code, known.codes, result[known.at].codes);
    add(finding.object, known.objects, result[known.at].objects);
  }
  for (Recommendation& recommendation : result)
    std::sort(recommendation.codes.begin(), recommendation.codes.end());
  std::stable_sort(result.begin(), result.end(),
                   [](const Recommendation& a, const Recommendation& b) { return a.severity > b.severity; });
  return result;
}

}  // namespace schema_audit
