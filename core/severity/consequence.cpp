#include "core/severity/consequence.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "core/kinds/kind.hpp"
#include "core/model/names_in_text.hpp"
#include "core/model/upper_case.hpp"
#include "core/severity/effect.hpp"
#include "core/severity/map_value.hpp"
#include "core/severity/names.hpp"

namespace schema_audit {

namespace {

bool is_column(const Event& event) {
  return event.object_type.ends_with(" column") && event.address_names.size() == 3;
}

// "public.t", as other objects name what the event touched. The server writes the name of a type as one
// string.
std::string touched_name(const Event& event) {
  // Of an extension the members move: into that schema.
  if (event.object_type == "extension" && event.subcommand == "SET SCHEMA") {
    const auto schema = word_behind(event.statement, "SET SCHEMA");
    return schema ? quote_identifier(*schema) : std::string();
  }
  if (event.address_names.size() < 2 && !event.identity.empty()) return event.identity;
  std::string name;
  for (const std::string& part : event.address_names)
    name += (name.empty() ? "" : ".") + quote_identifier(part);
  return name;
}

// Whether it was moved to the schema that the statement says it is in already.
bool stays_there(const Event& event) {
  if (event.subcommand != "SET SCHEMA") return false;
  const std::vector<std::string> names = names_in(event.statement);
  return std::find(names.begin(), names.end(), touched_name(event)) != names.end();
}

// The last name of each: of public.t.c it is c.
std::set<std::string> last_names(const std::set<std::string>& names) {
  std::set<std::string> last;
  for (const std::string& name : names) {
    bool quoted = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
      if (name[i] == '"') quoted = !quoted;
      if (name[i] == '.' && !quoted) begin = i + 1;
    }
    last.insert(name.substr(begin));
  }
  return last;
}

std::set<std::string> names_in_value(const std::optional<Value>& value) {
  std::set<std::string> names = names_of(value ? &*value : nullptr);
  for (const auto& [key, text] : map_of(value)) names.insert(quote_identifier(key));
  return names;
}

std::set<std::string> names_in(const Identity& identity) {
  std::set<std::string> names;
  for (const std::string& text : {identity.name, identity.arguments}) {
    for (std::string& name : schema_audit::names_in(text)) names.insert(std::move(name));
  }
  names.insert(quote_identifier(identity.schema));
  return names;
}

std::set<std::string> without(const std::set<std::string>& all, const std::set<std::string>& known) {
  std::set<std::string> rest;
  std::set_difference(all.begin(), all.end(), known.begin(), known.end(), std::inserter(rest, rest.end()));
  return rest;
}

// What CREATE TABLE says of parents.
std::string_view parents_part(std::string_view statement) {
  const std::string words = upper(statement);
  for (const std::string_view phrase : {"INHERITS", "PARTITION OF"}) {
    const auto at = words.rfind(phrase);
    if (at != std::string::npos) return statement.substr(at + phrase.size());
  }
  return {};
}

bool is_of_owner(std::string_view attribute) { return attribute == "owner" || attribute == "privileges"; }

}  // namespace

Consequences::Consequences(const std::vector<Event>& events) : events_(events) {
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& event = events[i];
    if (event.role == "dropped") drops_.push_back(i);
    note_kin(event);
    if (stays_there(event)) continue;
    if (is_rename(event.subcommand)) renames_.push_back(i);
    if (event.subcommand == "OWNER TO" || event.subcommand == "SET SCHEMA") owners_.push_back(i);
    if (event.object_oid != 0 && event.sub_id == 0 && !is_column(event))
      names_[{event.class_oid, event.object_oid}].insert(touched_name(event));
  }
}

// Which table inherits from which, or did: the statements name both.
void Consequences::note_kin(const Event& event) {
  const bool creates = event.command_tag == "CREATE TABLE" && event.object_type == "table";
  const bool of_child = creates || event.subcommand == "INHERIT" || event.subcommand == "NO INHERIT";
  const bool of_parent =
      event.subcommand.starts_with("ATTACH PARTITION") || event.subcommand.starts_with("DETACH PARTITION");
  if (!of_child && !of_parent) return;
  const std::string touched = touched_name(event);
  const std::string_view statement = event.statement;
  for (const std::string& name :
       schema_audit::names_in(std::string(creates ? parents_part(statement) : statement))) {
    if (name == touched) continue;
    parents_.emplace(of_child ? touched : name, of_child ? name : touched);
  }
}

std::set<std::string> Consequences::ancestors(const Change& change) const {
  std::set<std::string> found;
  std::vector<std::string> waiting{root_name(change.object)};
  const auto known = names_.find({static_cast<std::uint32_t>(Catalog::kRelation), change.root_hint.oid});
  if (change.root_hint.known() && known != names_.end())
    waiting.insert(waiting.end(), known->second.begin(), known->second.end());
  const auto add = [&](const std::string& name) {
    if (found.insert(name).second) waiting.push_back(name);
  };
  while (!waiting.empty()) {
    const auto [begin, end] = parents_.equal_range(waiting.back());
    waiting.pop_back();
    for (auto it = begin; it != end; ++it) add(it->second);
  }
  return found;
}

std::vector<std::size_t> Consequences::of_parents(const Change& change) const {
  const std::string& kind = change.object.kind;
  if (parents_.empty() || (kind != "column" && kind != "constraint")) return {};
  std::set<std::string> tables;  // looked up when there is something to ask for
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < events_.size(); ++i) {
    const Event& event = events_[i];
    if (event.address_names.size() != 3 || !event.object_type.ends_with(kind)) continue;
    const std::string& name = event.address_names[2];
    if (name != change.object.name && !(change.before && name == change.before->name)) continue;
    if (word_behind(event.statement, "ONLY")) continue;
    if (tables.empty()) tables = ancestors(change);
    if (tables.empty()) return {};
    const std::string table =
        quote_identifier(event.address_names[0]) + "." + quote_identifier(event.address_names[1]);
    if (tables.contains(table) || tables.contains(quote_identifier(event.address_names[1])))
      found.push_back(i);
  }
  return found;
}

// Whether the column is one of the relation that the changed object belongs to, needs or names.
bool Consequences::is_of_relation(const Event& column, const Change& change,
                                  const std::set<std::string>& named) const {
  const auto relation = static_cast<std::uint32_t>(Catalog::kRelation);
  if (column.object_oid != 0 && column.class_oid == relation) {
    if (change.root_hint.oid == column.object_oid) return true;
    const auto needed = [&](const Dependency& need) {
      return need.catalog == relation && need.oid == column.object_oid;
    };
    if (std::any_of(change.content->needs.begin(), change.content->needs.end(), needed)) return true;
    const auto known = names_.find({relation, column.object_oid});
    const auto is_named = [&](const std::string& name) { return named.contains(name); };
    if (known != names_.end() && std::any_of(known->second.begin(), known->second.end(), is_named))
      return true;
  }
  const std::string table =
      quote_identifier(column.address_names[0]) + "." + quote_identifier(column.address_names[1]);
  return named.contains(table) || root_name(change.object) == table;
}

// Whether the texts name what the event touched.
bool Consequences::names(const Event& event, const std::set<std::string>& texts, const Change& change,
                         const std::set<std::string>& named) const {
  if (texts.contains(touched_name(event))) return true;
  // What the table owns moves with it.
  if (event.subcommand == "SET SCHEMA" && event.object_oid != 0 && event.object_oid == change.root_hint.oid &&
      event.address_names.size() == 2 && texts.contains(quote_identifier(event.address_names[0])))
    return true;
  // A view's query calls its columns by their names.
  if (is_column(event) && change.attribute == "query" && event.object_oid != 0 &&
      event.object_oid == change.hint.oid)
    return true;
  return is_column(event) && last_names(texts).contains(quote_identifier(event.address_names[2])) &&
         is_of_relation(event, change, named);
}

// Whether the event touched the table that owns the sequence.
bool Consequences::owns(const Event& event, const Change& change) const {
  if (change.object.kind != "sequence" || is_column(event)) return false;
  const std::set<std::string> owner = names_of(change.content->attributes.find("owned_by"));
  if (owner.contains(touched_name(event))) return true;
  const auto known = names_.find({event.class_oid, event.object_oid});
  return known != names_.end() && std::any_of(known->second.begin(), known->second.end(),
                                              [&](const std::string& name) { return owner.contains(name); });
}

// Whether something of one of these names was moved into the schema only after the schema was renamed.
bool Consequences::came_later(std::size_t rename, const std::set<std::string>& moved) const {
  const Event& schema = events_[rename];
  const auto names = names_.find({schema.class_oid, schema.object_oid});
  if (schema.object_type != "schema" || names == names_.end()) return false;
  return std::any_of(owners_.begin(), owners_.end(), [&](std::size_t i) {
    const Event& event = events_[i];
    return i > rename && event.subcommand == "SET SCHEMA" && event.address_names.size() == 2 &&
           names->second.contains(quote_identifier(event.address_names[0])) &&
           moved.contains(quote_identifier(event.address_names[1]));
  });
}

std::vector<std::size_t> Consequences::of(const Change& change) const {
  const bool altered = change.type == ChangeType::kAltered;
  if (!altered && change.type != ChangeType::kRenamed) return {};
  std::set<std::size_t> found;
  for (const std::size_t i : owners_) {
    const bool moves = events_[i].subcommand == "SET SCHEMA";
    const bool fits = altered ? !moves && is_of_owner(change.attribute)
                              : moves && change.before->schema != change.object.schema;
    if (fits && owns(events_[i], change)) found.insert(i);
  }
  if (altered && is_words(change.attribute)) return {found.begin(), found.end()};
  const std::set<std::string> fresh = altered
                                          ? without(names_in_value(change.to), names_in_value(change.from))
                                          : without(names_in(change.object), names_in(*change.before));
  const std::set<std::string> named = names_of(*change.content);
  std::set<std::string> moved = last_names(fresh);
  if (!altered && change.object.is_root()) moved.insert(quote_identifier(change.object.name));
  for (const std::size_t i : renames_) {
    if (names(events_[i], fresh, change, named) && !came_later(i, moved)) found.insert(i);
  }
  return {found.begin(), found.end()};
}

std::vector<std::size_t> Consequences::of_drops(const Change& change) const {
  if (change.type != ChangeType::kAltered || is_words(change.attribute)) return {};
  const std::set<std::string> lost = without(names_in_value(change.from), names_in_value(change.to));
  const std::set<std::string> named = names_of(*change.content);
  std::vector<std::size_t> found;
  std::vector<std::size_t> of_parent;
  for (const std::size_t i : drops_) {
    const Event& event = events_[i];
    // A column is no longer inherited when the parent's is gone: that took ONLY, mostly.
    if (change.attribute == "inherited" && is_column(event) && event.address_names[2] == change.object.name &&
        word_behind(event.statement, "ONLY"))
      of_parent.push_back(i);
    if (names(event, lost, change, named)) found.push_back(i);
  }
  if (!of_parent.empty()) return of_parent;
  return found;
}

}  // namespace schema_audit
