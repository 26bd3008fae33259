#include "collector/config/sections.hpp"

namespace schema_audit {

std::vector<IgnoreConfig> read_ignore_rules(const ConfigContext& context, const YamlNode& node) {
  std::vector<IgnoreConfig> rules;
  for (const YamlNode& item : context.list(node, "ignore")) {
    Section section(context, item, "ignore[" + std::to_string(rules.size() + 1) + "]");
    IgnoreConfig ignore;
    IgnoreRule& rule = ignore.rule;
    ignore.mark = section.mark();
    rule.kind = section.text("kind").value_or("");
    rule.schema = section.text("schema").value_or("");
    rule.name = section.text("name").value_or("");
    ignore.reason = section.text("reason").value_or("ignored by " + context.file + ":" +
                                                    std::to_string(ignore.mark.line));
    section.finish();
    if (rule.kind.empty() && rule.schema.empty() && rule.name.empty()) {
      context.fail(ignore.mark, section.name() + ": at least one of kind, schema and name is needed");
    }
    rules.push_back(ignore);
  }
  return rules;
}

}  // namespace schema_audit
