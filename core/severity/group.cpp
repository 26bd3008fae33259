#include "core/severity/group.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "core/kinds/registry.hpp"
#include "core/model/names_in_text.hpp"
#include "core/severity/arrangement.hpp"
#include "core/severity/names.hpp"

namespace schema_audit {

namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

std::optional<Value> renamed(const Value& value, const std::string& from, const std::string& to,
                             const std::string& plain_from, const std::string& plain_to) {
  if (const auto* text = std::get_if<std::string>(&value)) return Value(replace_name(*text, from, to));
  const auto* list = std::get_if<TextList>(&value);
  if (!list) return std::nullopt;
  TextList result = *list;
  for (std::string& item : result) item = item == plain_from ? plain_to : replace_name(item, from, to);
  return Value(std::move(result));
}

bool in_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '"'; }

// t.from is t.to, whatever t is.
std::string rename_behind_dots(const std::string& text, const std::string& from, const std::string& to) {
  std::string out;
  std::size_t at = 0;
  const std::string wanted = "." + from;
  for (auto found = text.find(wanted); found != std::string::npos; found = text.find(wanted, found + 1)) {
    const std::size_t end = found + wanted.size();
    if (end < text.size() && in_name(text[end])) continue;
    out += text.substr(at, found - at) + "." + to;
    at = end;
  }
  return out + text.substr(at);
}

class Grouping {
 public:
  explicit Grouping(std::vector<Finding>& findings) : findings_(findings), causes_(findings.size(), kNone) {}

  void run() {
    for (std::size_t i = 0; i < findings_.size(); ++i) note(i);
    for (std::size_t i = 0; i < findings_.size(); ++i) causes_[i] = cause_of(i);
    arrange();
  }

 private:
  using Names = std::multimap<std::string, std::size_t>;
  using Row = std::tuple<std::uint32_t, std::uint32_t, std::int32_t>;  // catalog, OID, column

  // What others may follow from; of the parts of an object, only columns are named elsewhere.
  void note(std::size_t i) {
    const Change& change = findings_[i].change;
    const bool column = change.object.kind == "column";
    const bool named = column || change.object.is_root();
    const Kind* kind = find_kind(change.object.kind);
    const Hint& hint = change.content->hint;
    if (change.type == ChangeType::kDropped && hint.known() && kind)
      dropped_rows_.emplace(Row{static_cast<std::uint32_t>(kind->catalog), hint.oid, hint.number}, i);
    if (named && change.type == ChangeType::kDropped) dropped_.emplace(name_of(change.object), i);
    if (named && change.type == ChangeType::kRenamed) renamed_.emplace(name_of(*change.before), i);
    if (column && change.type == ChangeType::kRenamed) renamed_columns_.emplace(root_name(*change.before), i);
    if (named && change.type == ChangeType::kAdded) added_.emplace(name_of(change.object), i);
    if (column) columns_[findings_[i].code + ' ' + change.object.name].push_back(i);
  }

  std::size_t cause_of(std::size_t i) const {
    const Change& change = findings_[i].change;
    const std::size_t inherited = parent_column(i);
    if (inherited != kNone) return inherited;
    switch (change.type) {
      case ChangeType::kDropped:
        return cause_of_drop(i);
      case ChangeType::kAltered:
        return cause_of_alteration(i);
      case ChangeType::kRenamed:
        return cause_of_rename(i);
      case ChangeType::kAdded:
        break;
    }
    return change.object.kind == "sequence" ? named_by(i, added_, names_of(*change.content)) : kNone;
  }

  // The same change of the column that this one is inherited from, when only one can be meant.
  std::size_t parent_column(std::size_t i) const {
    const Change& change = findings_[i].change;
    if (change.object.kind != "column" || !change.content->attributes.flag("inherited")) return kNone;
    const auto same = columns_.find(findings_[i].code + ' ' + change.object.name);
    std::size_t found = kNone;
    for (const std::size_t other : same->second) {
      const Change& parent = findings_[other].change;
      if (parent.content->attributes.flag("inherited") || parent.from != change.from ||
          parent.to != change.to)
        continue;
      if (found != kNone) return kNone;
      found = other;
    }
    return found;
  }

  std::size_t named_by(std::size_t i, const Names& causes, const std::set<std::string>& names) const {
    const Identity& own = findings_[i].change.object;
    for (const std::string& name : names) {
      // A name of a column stands alone in the parts of its table.
      for (const std::string& full : {name, own.is_root() ? std::string() : root_name(own) + "." + name}) {
        const auto [begin, end] = causes.equal_range(full);
        for (auto it = begin; it != end; ++it) {
          if (it->second != i) return it->second;
        }
      }
    }
    return kNone;
  }

  std::size_t cause_of_drop(std::size_t i) const {
    const Change& change = findings_[i].change;
    for (const Dependency& need : change.content->needs) {
      for (const std::int32_t number : {need.number, 0}) {
        const auto row = dropped_rows_.find(Row{need.catalog, need.oid, number});
        if (row != dropped_rows_.end() && row->second != i) return row->second;
      }
    }
    if (change.object.is_root() && change.object.kind != "schema") {
      const auto schema = dropped_.find(quote_identifier(change.object.schema));
      if (schema != dropped_.end() && findings_[schema->second].change.object.kind == "schema")
        return schema->second;
    }
    const std::string& kind = change.object.kind;
    if (kind == "column") return named_by(i, dropped_, names_of(change.content->attributes.find("type")));
    // These name much that they would live without; what they need has told already.
    if (kind == "routine" || kind == "view" || kind == "materialized_view") return kNone;
    return named_by(i, dropped_, names_of(*change.content));
  }

  // The rename that is all there is to this change.
  std::size_t explained_by(const Names& renames, const std::string& name, const Change& change) const {
    const auto [begin, end] = renames.equal_range(name);
    for (auto it = begin; it != end; ++it) {
      if (explains(findings_[it->second].change, change)) return it->second;
    }
    return kNone;
  }

  std::size_t cause_of_alteration(std::size_t i) const {
    const Change& change = findings_[i].change;
    if (!change.from || is_words(change.attribute)) return kNone;
    const std::set<std::string> names = names_of(&*change.from);
    for (const std::string& name : names) {
      for (const std::size_t found : {explained_by(renamed_, name, change),
                                      explained_by(renamed_, root_name(change.object) + "." + name, change),
                                      explained_by(renamed_columns_, name, change)}) {
        if (found != kNone) return found;
      }
    }
    const std::set<std::string> left = names_of(change.to ? &*change.to : nullptr);
    std::set<std::string> lost;
    std::set_difference(names.begin(), names.end(), left.begin(), left.end(),
                        std::inserter(lost, lost.end()));
    return named_by(i, dropped_, lost);
  }

  // Whether the new name is all that is new.
  static bool explains(const Change& rename, const Change& change) {
    if (!change.to) return false;
    const Identity& before = *rename.before;
    const Identity& now = rename.object;
    if (renamed(*change.from, name_of(before), name_of(now), before.name, now.name) == change.to) return true;
    if (renamed(*change.from, quote_identifier(before.name), quote_identifier(now.name), before.name,
                now.name) == change.to)
      return true;
    return now.kind == "column" && explains_query(before, now, change);
  }

  // A query may have its columns behind the name of their table, and keeps what it calls them itself.
  static bool explains_query(const Identity& before, const Identity& now, const Change& change) {
    const auto* from = std::get_if<std::string>(&*change.from);
    const auto* to = std::get_if<std::string>(&*change.to);
    if (from == nullptr || to == nullptr) return false;
    const std::string as = " AS " + quote_identifier(before.name);
    const auto without = [&](std::string text) {
      for (auto at = text.find(as); at != std::string::npos; at = text.find(as, at))
        text.erase(at, as.size());
      return text;
    };
    const std::string old_name = quote_identifier(before.name);
    const std::string new_name = quote_identifier(now.name);
    return without(rename_behind_dots(replace_name(*from, old_name, new_name), old_name, new_name)) ==
           without(*to);
  }

  // A routine goes by the types of its arguments, the member of a publication by its table.
  std::size_t cause_of_rename(std::size_t i) const {
    const Change& change = findings_[i].change;
    const Identity& before = *change.before;
    const Identity& now = change.object;
    for (const auto& [from, to] :
         {std::pair(before.arguments, now.arguments), std::pair(before.name, now.name)}) {
      if (from == to) continue;
      for (const std::string& name : names_in(from)) {
        const auto named = renamed_.find(name);
        if (named != renamed_.end() && named->second != i &&
            replace_name(from, name, name_of(findings_[named->second].change.object)) == to)
          return named->second;
      }
    }
    return kNone;
  }

  std::size_t head_of(std::size_t i) const {
    std::set<std::size_t> seen{i};
    while (causes_[i] != kNone) {
      i = causes_[i];
      // Two that follow from each other: the first of them leads.
      if (!seen.insert(i).second) return *seen.begin();
    }
    return i;
  }

  void arrange() {
    std::vector<std::vector<std::size_t>> groups(findings_.size());
    for (std::size_t i = 0; i < findings_.size(); ++i) {
      const std::size_t head = head_of(i);
      if (head != i) {
        findings_[i].follows = findings_[head].object;
        groups[head].push_back(i);
      }
    }
    std::vector<Finding> sorted;
    sorted.reserve(findings_.size());
    for (std::size_t i = 0; i < findings_.size(); ++i) {
      if (head_of(i) != i) continue;
      sorted.push_back(std::move(findings_[i]));
      for (const std::size_t member : groups[i]) sorted.push_back(std::move(findings_[member]));
    }
    findings_ = std::move(sorted);
    arrange_groups(findings_);
  }

  std::vector<Finding>& findings_;
  std::vector<std::size_t> causes_;
  Names dropped_;
  Names renamed_;
  Names renamed_columns_;  // by their table
  Names added_;
  std::multimap<Row, std::size_t> dropped_rows_;
  std::map<std::string, std::vector<std::size_t>> columns_;
};

}  // namespace

void group(std::vector<Finding>& findings) {
  if (findings.size() > 1) Grouping(findings).run();
}

}  // namespace schema_audit
