// Short ways to write findings in tests.
#pragma once

#include <string>
#include <vector>

#include "core/severity/finding.hpp"

namespace schema_audit::test {

inline Finding finding(const char* object, Severity severity, const char* follows = "") {
  Finding result;
  result.object = object;
  result.severity = severity;
  result.follows = follows;
  return result;
}

// What they are about, in order.
inline std::vector<std::string> objects_of(const std::vector<Finding>& findings) {
  std::vector<std::string> names;
  for (const Finding& one : findings) names.push_back(one.object);
  return names;
}

}  // namespace schema_audit::test
