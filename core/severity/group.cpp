#include "core/severity/group.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "core/kinds/registry.hpp"
#include "core/model/names_in_text.hpp"
#include "core/severity/arrangement.hpp"

namespace schema_audit {

namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// "public.t", "public.t.c": as the texts of other objects name it.
std::string name_of(const Identity& identity) {
  if (!identity.is_root()) {
    return quote_identifier(identity.schema) + "." + quote_identifier(identity.parent) + "." +
           quote_identifier(identity.name);
  }
  return (identity.schema.empty() ? "" : quote_identifier(identity.schema) + ".") +
         quote_identifier(identity.name);
}

std::string root_name(const Identity& identity) {
  return quote_identifier(identity.schema) + "." +
         quote_identifier(identity.is_root() ? identity.name : identity.parent);
}

void add_texts(const Value& value, std::vector<std::string>& texts) {
  if (const auto* text = std::get_if<std::string>(&value)) texts.push_back(*text);
  if (const auto* list = std::get_if<TextList>(&value)) texts.insert(texts.end(), list->begin(), list->end());
}

bool is_words(std::string_view attribute) { return attribute == "comment" || attribute == "body"; }

std::set<std::string> names_of(const std::vector<std::string>& texts) {
  std::set<std::string> names;
  for (const std::string& text : texts) {
    names.insert(quote_identifier(text));  // a whole name that is not quoted, as in lists of columns
    for (std::string& name : names_in(text)) names.insert(std::move(name));
  }
  return names;
}

// What the object names in its attributes.
std::set<std::string> names_of(const Object& object) {
  std::vector<std::string> texts;
  for (const Attribute& attribute : object.attributes) {
    if (!is_words(attribute.name)) add_texts(attribute.value, texts);
  }
  return names_of(texts);
}

std::set<std::string> names_of(const Value* value) {
  std::vector<std::string> texts;
  if (value) add_texts(*value, texts);
  return names_of(texts);
}

std::optional<Value> renamed(const Value& value, const std::string& from, const std::string& to,
                             const std::string& plain_from, const std::string& plain_to) {
  if (const auto* text = std::get_if<std::string>(&value)) return Value(replace_name(*text, from, to));
  const auto* list = std::get_if<TextList>(&value);
  if (!list) return std::nullopt;
  TextList result = *list;
  for (std::string& item : result) item = item == plain_from ? plain_to : replace_name(item, from, to);
  return Value(std::move(result));
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

  std::size_t cause_of_alteration(std::size_t i) const {
    const Change& change = findings_[i].change;
    if (!change.from || is_words(change.attribute)) return kNone;
    const std::set<std::string> names = names_of(&*change.from);
    const Identity& own = change.object;
    for (const std::string& name : names) {
      for (const std::string& full : {name, root_name(own) + "." + name}) {
        const auto [begin, end] = renamed_.equal_range(full);
        for (auto it = begin; it != end; ++it) {
          if (explains(findings_[it->second].change, change)) return it->second;
        }
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
    return renamed(*change.from, quote_identifier(before.name), quote_identifier(now.name), before.name,
                   now.name) == change.to;
  }

  // A routine goes by the types of its arguments.
  std::size_t cause_of_rename(std::size_t i) const {
    const Change& change = findings_[i].change;
    if (change.before->arguments == change.object.arguments) return kNone;
    for (const std::string& name : names_in(change.before->arguments)) {
      const auto type = renamed_.find(name);
      if (type != renamed_.end() && type->second != i &&
          replace_name(change.before->arguments, name, name_of(findings_[type->second].change.object)) ==
              change.object.arguments) {
        return type->second;
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
  Names added_;
  std::multimap<Row, std::size_t> dropped_rows_;
  std::map<std::string, std::vector<std::size_t>> columns_;
};

}  // namespace

void group(std::vector<Finding>& findings) {
  if (findings.size() > 1) Grouping(findings).run();
}

}  // namespace schema_audit
