#include "collector/config/sections.hpp"

namespace schema_audit {

std::vector<IgnoreConfig> read_ignore_rules(const ConfigContext& context, const YamlNode& node) {
  std::vector<IgnoreConfig> rules;
  for (const YamlNode& item : context.list(node, "ignore")) {
    Section section(context, item, "ignore[" + std::to_string(rules.size() + 1) + "]");
    IgnoreConfig ignore;
    ignore.mark = section.mark();
    ignore.rule = read_pattern(context, section);
    ignore.reason = section.text("reason").value_or("ignored by " + context.file + ":" +
                                                    std::to_string(ignore.mark.line));
    section.finish();
    rules.push_back(ignore);
  }
  return rules;
}

}  // namespace schema_audit
