#include "core/severity/ignore.hpp"

#include <algorithm>

namespace schema_audit {

bool fits(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return true;
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::string to_text(const IgnoreRule& rule) {
  std::string out;
  const auto add = [&out](std::string_view key, const std::string& value) {
    if (value.empty()) return;
    if (!out.empty()) out += ", ";
    out += std::string(key) + ": " + value;
  };
  add("kind", rule.kind);
  add("schema", rule.schema);
  add("name", rule.name);
  add("code", rule.code);
  return out.empty() ? "everything" : out;
}

bool fits(const IgnoreRule& rule, const Finding& finding) {
  const Identity& object = finding.change.object;
  // The schema of a schema is itself.
  const std::string& schema = object.kind == "schema" ? object.name : object.schema;
  return fits(rule.code, finding.code) && fits(rule.kind, object.kind) && fits(rule.schema, schema) &&
         (fits(rule.name, object.name) || (!object.parent.empty() && fits(rule.name, object.parent)));
}

std::vector<IgnoredFindings> ignore(std::vector<Finding>& findings, const std::vector<IgnoreRule>& rules) {
  std::vector<IgnoredFindings> ignored;
  for (const IgnoreRule& rule : rules) {
    const auto count = std::erase_if(findings, [&](const Finding& f) { return fits(rule, f); });
    if (count > 0) ignored.push_back({to_text(rule), static_cast<std::int64_t>(count)});
  }
  return ignored;
}

}  // namespace schema_audit
