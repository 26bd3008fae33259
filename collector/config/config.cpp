#include "collector/config/config.hpp"

#include "collector/config/nearest.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

bool TargetConfig::stands_for(std::string_view other) const {
  return !databases.empty() && other.size() > name.size() && other.starts_with(name) &&
         other[name.size()] == '.';
}

FindingRules Config::rules() const {
  FindingRules rules;
  rules.ignore.reserve(ignore.size());
  for (const IgnoreConfig& configured : ignore) rules.ignore.push_back(configured.rule);
  rules.severity = severity;
  rules.renames = renames;
  return rules;
}

const TargetConfig* Config::find_target(std::string_view name) const {
  for (const TargetConfig& target : targets) {
    if (target.name == name) return &target;
  }
  return nullptr;
}

std::vector<const TargetConfig*> Config::targets_named(std::string_view name) const {
  std::vector<const TargetConfig*> named;
  for (const TargetConfig& target : targets) {
    if (target.name == name || (!target.entry.empty() && target.entry == name)) named.push_back(&target);
  }
  if (named.empty()) target(name);
  return named;
}

const TargetConfig& Config::target(std::string_view name) const {
  if (const TargetConfig* found = find_target(name)) return *found;
  std::vector<std::string> names;
  for (const TargetConfig& target : targets) names.push_back(target.name);
  std::string hint;
  if (const auto meant = nearest(name, names)) {
    hint = "; did you mean \"" + *meant + "\"?";
  } else {
    for (const std::string& known : names) hint += (hint.empty() ? "; it has " : ", ") + known;
  }
  throw CollectorError(ExitCode::kUsage,
                       "no target \"" + printable(name) + "\" in " + printable(file.string()) + hint);
}

}  // namespace schema_audit
