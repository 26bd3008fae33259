// What to do about the findings of a report: each advice once, with the objects that it is about.
#pragma once

#include <string>
#include <vector>

#include "core/severity/finding.hpp"

namespace schema_audit {

struct Recommendation {
  Severity severity = Severity::kMinor;
  std::string advice;
  std::vector<std::string> codes;    // sorted
  std::vector<std::string> objects;  // in the order of the findings, each once
};

// Worst first, and within a severity in the order of the findings. Of one advice at two severities there are
// two.
std::vector<Recommendation> recommendations(const std::vector<Finding>& findings);

}  // namespace schema_audit
