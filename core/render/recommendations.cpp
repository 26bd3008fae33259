#include "core/render/recommendations.hpp"

#include <algorithm>

namespace schema_audit {

namespace {

void add(std::vector<std::string>& list, const std::string& text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
}

}  // namespace

std::vector<Recommendation> recommendations(const std::vector<Finding>& findings) {
  std::vector<Recommendation> result;
  for (const Finding& finding : findings) {
    if (finding.advice.empty()) continue;
    auto known = std::find_if(result.begin(), result.end(), [&](const Recommendation& r) {
      return r.severity == finding.severity && r.advice == finding.advice;
    });
    if (known == result.end())
      known = result.insert(result.end(), {finding.severity, finding.advice, {}, {}});
    add(known->codes, finding.code);
    add(known->objects, finding.object);
  }
  for (Recommendation& recommendation : result)
    std::sort(recommendation.codes.begin(), recommendation.codes.end());
  std::stable_sort(result.begin(), result.end(),
                   [](const Recommendation& a, const Recommendation& b) { return a.severity > b.severity; });
  return result;
}

}  // namespace schema_audit
