#include "collector/config/nearest.hpp"
#include "collector/config/sections.hpp"
#include "core/kinds/registry.hpp"

namespace schema_audit {

std::vector<RenameRule> read_renames(const ConfigContext& context, const YamlNode& node) {
  std::vector<RenameRule> rules;
  for (const YamlNode& item : context.list(node, "renames")) {
    Section section(context, item, "renames[" + std::to_string(rules.size() + 1) + "]");
    RenameRule rule;
    rule.kind = section.required_text("kind");
    rule.from = section.required_text("from");
    rule.to = section.required_text("to");
    rule.is_rename = section.flag("rename", true);
    section.finish();
    if (find_kind(rule.kind) == nullptr) {
      std::vector<std::string> known;
      for (const Kind* kind : registry()) known.emplace_back(kind->name);
      const auto meant = nearest(rule.kind, known);
      context.fail(section.find("kind")->mark, section.name() + ".kind: there is no kind \"" + rule.kind +
                                                   "\"" +
                                                   (meant ? "; did you mean \"" + *meant + "\"?" : ""));
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace schema_audit
