#include "collector/config/nearest.hpp"
#include "collector/config/sections.hpp"
#include "core/severity/codes.hpp"
#include "core/severity/regrade.hpp"

namespace schema_audit {

namespace {

// A code with a typing error would silently mean nothing.
void check_code(const ConfigContext& context, Section& section, const std::string& pattern) {
  std::vector<std::string> known;
  for (const FindingCode& code : finding_codes()) {
    if (fits(pattern, code.code)) return;
    known.push_back(code.code);
  }
  const auto meant = nearest(pattern, known);
  context.fail(section.find("code")->mark,
               section.name() + ".code: there is no code \"" + pattern + "\"" +
                   (meant ? "; did you mean \"" + *meant + "\"?" : "; docs/findings.md lists them"));
}

}  // namespace

IgnoreRule read_pattern(const ConfigContext& context, Section& section) {
  IgnoreRule rule;
  rule.kind = section.text("kind").value_or("");
  rule.schema = section.text("schema").value_or("");
  rule.name = section.text("name").value_or("");
  rule.code = section.text("code").value_or("");
  if (!rule.code.empty()) check_code(context, section, rule.code);
  if (rule == IgnoreRule{}) {
    context.fail(section.mark(), section.name() + ": at least one of code, kind, schema and name is needed");
  }
  return rule;
}

std::vector<SeverityRule> read_severity_rules(const ConfigContext& context, const YamlNode& node) {
  std::vector<SeverityRule> rules;
  for (const YamlNode& item : context.list(node, "severity")) {
    Section section(context, item, "severity[" + std::to_string(rules.size() + 1) + "]");
    SeverityRule rule;
    rule.which = read_pattern(context, section);
    section.require("severity");
    rule.severity =
        *severity_from_text(section.word("severity", {"none", "minor", "major", "critical"}, "minor"));
    // For people who read the file.
    section.text("reason");
    section.finish();
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace schema_audit
