#include "core/plan/read_right.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/word_list.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

bool grants_select(const TextMap& privileges, const std::string& grantee) {
  const auto held = privileges.find(grantee);
  if (held == privileges.end()) return false;
  const std::vector<std::string_view> words = items_of(held->second);
  return std::any_of(words.begin(), words.end(), [](std::string_view word) {
    return word == "ALL" || word == "ALL*" || word == "SELECT" || word == "SELECT*";
  });
}

bool may_read(const std::string& reader, const Object& relation) {
  const TextMap& privileges = map_of(relation.attributes, "privileges");
  const bool owns = reader == relation.attributes.text("owner");
  if (owns && !privileges.contains(quote_identifier(reader))) return true;
  return grants_select(privileges, quote_identifier(reader)) || grants_select(privileges, "PUBLIC");
}

bool reads_as_invoker(const Object& view) {
  const TextMap& options = map_of(view.attributes, "options");
  const auto option = options.find("security_invoker");
  return option != options.end() && option->second != "false" && option->second != "off";
}

// above: the views that lead here.
bool may_read_below(const Model& model, const Unit& view, const std::string& reader,
                    std::set<UnitId>& above) {
  if (!above.insert(view.id).second) return true;
  const bool may = std::all_of(view.needs.begin(), view.needs.end(), [&](UnitId need) {
    const Unit& root = model.unit(model.unit(need).root_unit);
    const std::string& kind = root.root->kind;
    const bool is_view = kind == "view";
    if (root.id == view.id ||
        !(is_view || kind == "table" || kind == "foreign_table" || kind == "materialized_view"))
      return true;
    if (!may_read(reader, *root.root)) return false;
    const std::string next =
        reads_as_invoker(*root.root) ? reader : std::string(root.attributes().text("owner"));
    return !is_view || may_read_below(model, root, next, above);
  });
  above.erase(view.id);
  return may;
}

}  // namespace

bool may_be_read(const Model& model, const Unit& view) {
  std::set<UnitId> above;
  return may_read_below(model, view, std::string(view.attributes().text("owner")), above);
}

}  // namespace schema_audit
