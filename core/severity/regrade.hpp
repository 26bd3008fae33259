// Rules for findings that matter more, or less, here than the tables say.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/severity.hpp"
#include "core/severity/finding.hpp"
#include "core/severity/ignore.hpp"

namespace schema_audit {

struct SeverityRule {
  IgnoreRule which;
  Severity severity = Severity::kMinor;
};

// "code: index.dropped, schema: reporting -> minor"
std::string to_text(const SeverityRule& rule);

struct RegradedFindings {
  std::string rule;  // to_text() of it
  std::int64_t count = 0;
};

// Between two databases, what was dropped and what was added are one object, or are not whatever it looks
// like. Addresses as findings write them: "public.orders.note".
struct RenameRule {
  std::string kind;
  std::string from;
  std::string to;
  bool is_rename = true;
};

// What the user says about findings.
struct FindingRules {
  std::vector<IgnoreRule> ignore;
  std::vector<SeverityRule> severity;
  std::vector<RenameRule> renames;
};

// Gives each finding the severity of the first rule that fits, keeps the one of the tables in `usual`, and
// sorts anew. Counts what another severity came of.
std::vector<RegradedFindings> regrade(std::vector<Finding>& findings, const std::vector<SeverityRule>& rules);

}  // namespace schema_audit
