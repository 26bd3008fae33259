#include "core/severity/column_names.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/identity.hpp"
#include "core/severity/effect.hpp"

namespace schema_audit {

namespace {

bool has_columns(const Event& event) {
  return event.object_oid != 0 &&
         std::any_of(event.privileges.begin(), event.privileges.end(),
                     [](const std::string& privilege) { return privilege.ends_with(')'); });
}

bool is_of_column(const Event& event) {
  return event.object_oid != 0 && event.object_type.ends_with(" column") && event.address_names.size() == 3;
}

// "UPDATE(id, total)" with another name for one of the columns. Names that need quotes have them.
std::string renamed(const std::string& privilege, const std::string& from, const std::string& to) {
  const auto open = privilege.find('(');
  if (open == std::string::npos) return privilege;
  constexpr std::string_view kComma = ", ";
  std::string out = privilege.substr(0, open + 1);
  bool quoted = false;
  std::size_t begin = open + 1;
  for (std::size_t i = begin; i < privilege.size(); ++i) {
    if (privilege[i] == '"') quoted = !quoted;
    const bool last = i + 1 == privilege.size();
    if (!last && (quoted || privilege.compare(i, kComma.size(), kComma) != 0)) continue;
    const std::string name = privilege.substr(begin, i - begin);
    out += (name == from ? to : name) + (last ? ")" : std::string(kComma));
    begin = i + kComma.size();
  }
  return out;
}

struct NewName {
  std::string from;
  std::string to;
};

std::optional<NewName> new_name(const Event& event) {
  if (!is_of_column(event)) return std::nullopt;
  const std::string& name = event.address_names[2];
  if (event.role == "dropped") return NewName{quote_identifier(name), "\"\""};
  if (!event.subcommand.starts_with("RENAME")) return std::nullopt;
  auto before = word_behind(event.statement, "RENAME COLUMN");
  if (!before) before = word_behind(event.statement, "RENAME");
  if (!before || *before == name) return std::nullopt;
  return NewName{quote_identifier(*before), quote_identifier(name)};
}

}  // namespace

std::vector<Event> with_last_names(const std::vector<Event>& events) {
  std::map<std::uint32_t, std::vector<std::size_t>> grants;  // of each table, so far
  std::vector<Event> result;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (has_columns(events[i])) grants[events[i].object_oid].push_back(i);
    const auto table = grants.find(events[i].object_oid);
    if (table == grants.end()) continue;
    const auto other = new_name(events[i]);
    if (!other) continue;
    if (result.empty()) result = events;
    for (const std::size_t grant : table->second) {
      for (std::string& privilege : result[grant].privileges)
        privilege = renamed(privilege, other->from, other->to);
    }
  }
  return result;
}

}  // namespace schema_audit
