#include <algorithm>
#include <map>

#include "collector/config/connection_section.hpp"
#include "collector/config/nearest.hpp"
#include "collector/config/sections.hpp"
#include "core/kinds/registry.hpp"

namespace schema_audit {
namespace {

constexpr std::size_t kLongestName = 100;
constexpr std::size_t kLongestEntryName = 36;

bool is_name_byte(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
         c == '-';
}

std::vector<std::string> read_patterns(const ConfigContext& context, Section& section, std::string_view key) {
  std::vector<std::string> patterns = section.texts(key);
  for (const std::string& pattern : patterns) {
    if (pattern.empty() || pattern == "!") {
      context.fail(section.require(key).mark,
                   section.name() + "." + std::string(key) + ": a pattern must not be empty");
    }
  }
  return patterns;
}

std::vector<std::string> read_kinds(const ConfigContext& context, Section& section) {
  std::vector<std::string> kinds = read_patterns(context, section, "kinds");
  std::vector<std::string> known;
  for (const Kind* kind : registry()) known.emplace_back(kind->name);
  for (const std::string& word : kinds) {
    const std::string name = word.starts_with('!') ? word.substr(1) : word;
    const Kind* kind = find_kind(name);
    const SourceMark mark = section.require("kinds").mark;
    if (kind == nullptr) {
      const auto meant = nearest(name, known);
      context.fail(mark, section.name() + ".kinds: there is no kind \"" + name + "\"" +
                             (meant ? "; did you mean \"" + *meant + "\"?" : ""));
    }
    if (!kind->is_root && !word.starts_with('!')) {
      std::string problem = section.name() + ".kinds: the kind ";
      problem.append(name).append(" is a part of an object and comes with it; \"!");
      context.fail(mark, problem.append(name).append("\" leaves it out"));
    }
  }
  return kinds;
}

// An entry for many databases: what they are called begins with its name, and there must be room for the
// rest.
void check_entry(const ConfigContext& context, const TargetConfig& target) {
  if (target.databases.empty())
    context.fail(target.mark, "target \"" + target.name + "\": databases is empty; [\"*\"] stands for all");
  if (target.name.size() > kLongestEntryName) {
    context.fail(target.mark, "target \"" + target.name + "\" has databases: its name may have up to " +
                                  std::to_string(kLongestEntryName) + " bytes");
  }
}

TargetConfig read_target(const ConfigContext& context, const YamlNode& node, const std::string& where) {
  Section section(context, node, where);
  TargetConfig target;
  target.mark = section.mark();
  target.name = section.required_text("name");
  check_name(context, section.require("name").mark, where + ".name", target.name);
  target.environment = section.required_text("environment");
  check_name(context, section.require("environment").mark, where + ".environment", target.environment);
  target.reference = section.text("reference").value_or("");
  target.connection = read_connection(context, section.require("connection"), where + ".connection");
  target.allowed_hours = section.time_window("allowed_hours");
  target.max_execution_ms = section.milliseconds("max_execution_time").value_or(0);
  target.scope.schemas = read_patterns(context, section, "schemas");
  target.scope.kinds = read_kinds(context, section);
  target.databases = read_patterns(context, section, "databases");
  if (section.find("databases") != nullptr) check_entry(context, target);
  section.finish();
  std::filesystem::path& password_file = target.connection.password_file;
  if (!password_file.empty() && password_file.is_relative()) {
    password_file = std::filesystem::path(context.file).parent_path() / password_file;
  }
  return target;
}

// Whether it may be the name of a target that an entry for many databases stands for.
bool belongs_to_entry(const std::vector<TargetConfig>& targets, const std::string& name) {
  return std::ranges::any_of(targets, [&](const TargetConfig& entry) { return entry.stands_for(name); });
}

void check_names(const ConfigContext& context, const std::vector<TargetConfig>& targets) {
  std::map<std::string, SourceMark> names;
  for (const TargetConfig& target : targets) {
    const auto [same, fresh] = names.emplace(target.name, target.mark);
    if (!fresh) {
      context.fail(target.mark, "target \"" + target.name + "\" is given twice, first in line " +
                                    std::to_string(same->second.line));
    }
    if (belongs_to_entry(targets, target.name)) {
      context.fail(target.mark, "target \"" + target.name +
                                    "\": names that begin so are those of another target's databases");
    }
  }
}

void check_reference(const ConfigContext& context, const std::vector<TargetConfig>& targets,
                     const TargetConfig& target) {
  const auto fail = [&](const std::string& why) {
    context.fail(target.mark,
                 "target \"" + target.name + "\": reference \"" + target.reference + "\" " + why);
  };
  if (target.reference == target.name)
    context.fail(target.mark, "target \"" + target.name + "\" is its own reference");
  const auto other = std::ranges::find(targets, target.reference, &TargetConfig::name);
  if (other == targets.end()) {
    if (belongs_to_entry(targets, target.reference)) return;
    std::vector<std::string> names;
    names.reserve(targets.size());
    for (const TargetConfig& known : targets) names.push_back(known.name);
    const auto meant = nearest(target.reference, names);
    fail("is not the name of a target" + (meant ? "; did you mean \"" + *meant + "\"?" : std::string()));
  }
  if (!other->databases.empty() && target.databases.empty())
    fail("stands for many databases; name one of them, as in \"" + target.reference + ".DATABASE\"");
}

}  // namespace

bool is_name(const std::string& text) {
  return !text.empty() && text.size() <= kLongestName && text != "." && text != ".." &&
         std::ranges::all_of(text, is_name_byte);
}

void check_name(const ConfigContext& context, SourceMark mark, const std::string& what,
                const std::string& name) {
  if (!is_name(name)) {
    context.fail(mark, what + ": \"" + name + "\" is not a name: up to " + std::to_string(kLongestName) +
                           " letters, digits, _ . and - are allowed");
  }
}

std::vector<TargetConfig> read_targets(const ConfigContext& context, const YamlNode& node) {
  std::vector<TargetConfig> targets;
  for (const YamlNode& item : context.list(node, "targets")) {
    targets.push_back(read_target(context, item, "targets[" + std::to_string(targets.size() + 1) + "]"));
  }
  if (targets.empty()) context.fail(node.mark, "targets: at least one is needed");
  check_names(context, targets);
  for (const TargetConfig& target : targets) {
    if (!target.reference.empty()) check_reference(context, targets, target);
  }
  return targets;
}

}  // namespace schema_audit
