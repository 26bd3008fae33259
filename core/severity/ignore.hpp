// Rules for what need not be reported. What they hide is counted and named, never lost.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/severity/finding.hpp"

namespace schema_audit {

// Which findings are meant. Patterns hold `*` (any text) and `?` (one byte); an empty pattern fits
// everything. A part of an object fits by its own name or by its parent's.
struct IgnoreRule {
  std::string kind;
  std::string schema;
  std::string name;
  std::string code = {};  // of the finding: "column.comment.*"

  friend bool operator==(const IgnoreRule&, const IgnoreRule&) = default;
};

std::string to_text(const IgnoreRule& rule);

struct IgnoredFindings {
  std::string rule;  // to_text() of it
  std::int64_t count = 0;
};

// Whether a text fits a pattern. Linear in practice: no pattern can make it run away.
bool fits(std::string_view pattern, std::string_view text);

bool fits(const IgnoreRule& rule, const Finding& finding);

// Takes the findings that a rule hides out of the list. Each is counted once, for the first rule that fits.
std::vector<IgnoredFindings> ignore(std::vector<Finding>& findings, const std::vector<IgnoreRule>& rules);

}  // namespace schema_audit
