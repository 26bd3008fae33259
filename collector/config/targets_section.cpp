#include <algorithm>
#include <map>

#include "collector/config/connection_section.hpp"
#include "collector/config/nearest.hpp"
#include "collector/config/sections.hpp"

namespace schema_audit {
namespace {

constexpr std::size_t kLongestName = 100;

bool is_name_byte(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
         c == '-';
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
  section.finish();
  std::filesystem::path& password_file = target.connection.password_file;
  if (!password_file.empty() && password_file.is_relative()) {
    password_file = std::filesystem::path(context.file).parent_path() / password_file;
  }
  return target;
}

void check_references(const ConfigContext& context, const std::vector<TargetConfig>& targets) {
  std::map<std::string, SourceMark> names;
  std::vector<std::string> list;
  for (const TargetConfig& target : targets) {
    const auto [same, fresh] = names.emplace(target.name, target.mark);
    if (!fresh) {
      context.fail(target.mark, "target \"" + target.name + "\" is given twice, first in line " +
                                    std::to_string(same->second.line));
    }
    list.push_back(target.name);
  }
  for (const TargetConfig& target : targets) {
    if (target.reference.empty()) continue;
    if (target.reference == target.name) {
      context.fail(target.mark, "target \"" + target.name + "\" is its own reference");
    }
    if (names.contains(target.reference)) continue;
    const auto meant = nearest(target.reference, list);
    context.fail(target.mark, "target \"" + target.name + "\": reference \"" + target.reference +
                                  "\" is not the name of a target" +
                                  (meant ? "; did you mean \"" + *meant + "\"?" : ""));
  }
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
  check_references(context, targets);
  return targets;
}

}  // namespace schema_audit
