#include "collector/run/object_name.hpp"

#include "collector/error.hpp"
#include "core/kinds/registry.hpp"

namespace schema_audit {

namespace {

[[noreturn]] void refuse(std::string_view text, const std::string& why) {
  throw CollectorError(ExitCode::kUsage, "\"" + std::string(text) + "\" is no address of an object: " + why +
                                             "; write SCHEMA.NAME, with double quotes where SQL needs them");
}

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

std::string take_part(std::string_view& rest, std::string_view all) {
  std::string part;
  if (rest.starts_with('"')) {
    rest.remove_prefix(1);
    while (true) {
      const auto quote = rest.find('"');
      if (quote == std::string_view::npos) refuse(all, "a double quote does not close");
      part += rest.substr(0, quote);
      rest.remove_prefix(quote + 1);
      if (!rest.starts_with('"')) break;
      part += '"';
      rest.remove_prefix(1);
    }
  } else {
    while (!rest.empty() && rest.front() != '.' && rest.front() != '(') {
      part += to_lower(rest.front());
      rest.remove_prefix(1);
    }
  }
  if (part.empty()) refuse(all, "a part of it is empty");
  return part;
}

}  // namespace

ObjectName parse_object_name(std::string_view text) {
  ObjectName name;
  std::string_view rest = text;
  const auto space = rest.find(' ');
  if (space != std::string_view::npos && find_kind(rest.substr(0, space)) != nullptr) {
    name.kind = rest.substr(0, space);
    rest.remove_prefix(space + 1);
  }
  name.text = rest;
  while (true) {
    name.names.push_back(take_part(rest, text));
    if (rest.empty() || rest.front() == '(') break;
    if (rest.front() != '.') refuse(text, "there is more behind a name");
    rest.remove_prefix(1);
  }
  return name;
}

bool means(const ObjectName& name, const Identity& identity) {
  // A role may be called as a schema is: what belongs to the cluster is meant with its kind in front only.
  if (name.kind.empty() ? is_cluster_kind(identity.kind) : name.kind != identity.kind) return false;
  if (to_text(identity) == name.text) return true;
  std::vector<std::string> parts;
  if (!identity.schema.empty()) parts.push_back(identity.schema);
  // Only a column's address holds its parent.
  if (identity.kind == "column") parts.push_back(identity.parent);
  parts.push_back(identity.name);
  if (identity.kind == "routine" && name.text.ends_with(')')) {
    const auto open = name.text.find('(');
    if (name.text.substr(open + 1, name.text.size() - open - 2) != identity.arguments) return false;
  }
  if (parts == name.names) return true;
  return parts.size() > 1 && std::vector<std::string>(parts.begin() + 1, parts.end()) == name.names;
}

}  // namespace schema_audit
