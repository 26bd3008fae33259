// Every code a finding can have, from the registry of kinds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/kinds/kind.hpp"

namespace schema_audit {

struct FindingCode {
  std::string code;  // stable: never reused for something else
  const Kind* kind = nullptr;
  Severity severity = Severity::kMinor;
  std::string meaning;  // "foreign key dropped", "type changed"
  std::string_view advice;
};

// By kind in the order of the registry; within a kind: added, dropped, renamed, then attributes by name.
std::vector<FindingCode> finding_codes();

// REQUIRES: there is such a code.
const FindingCode& finding_code(std::string_view code);

}  // namespace schema_audit
