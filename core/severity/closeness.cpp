#include "core/severity/closeness.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "core/kinds/registry.hpp"
#include "core/severity/effect.hpp"
#include "core/severity/grants.hpp"

namespace schema_audit {

namespace {

bool is_column_event(const Event& event) { return event.object_type.ends_with(" column"); }

bool is_in(const Event& event, Catalog catalog) {
  return event.class_oid == static_cast<std::uint32_t>(catalog);
}

bool is_named(const Event& event, std::initializer_list<std::string_view> wanted) {
  return std::equal(event.address_names.begin(), event.address_names.end(), wanted.begin(), wanted.end());
}

bool is_birth(const Event& event) {
  return event.command_tag.starts_with("CREATE") || event.command_tag == "SELECT INTO" ||
         event.command_tag == "IMPORT FOREIGN SCHEMA";
}

// The same catalog row. A dropped column's sub-command has the address of its table: its words tell.
bool same_row(const Event& event, Catalog catalog, const Hint& hint) {
  return hint.known() && event.object_oid == hint.oid && is_in(event, catalog) &&
         event.sub_id == hint.number && (hint.number != 0 || !is_column_event(event));
}

// Both rows are known and they are two.
bool other_row(const Event& event, Catalog catalog, const Hint& hint) {
  if (!hint.known() || event.object_oid == 0 || !is_in(event, catalog)) return false;
  return event.object_oid != hint.oid ||
         (event.sub_id != 0 && hint.number != 0 && event.sub_id != hint.number);
}

// The log writes "public.f(integer,pg_catalog.text)" where the model has "public.f(integer, text)".
std::string routine_words(std::string_view text) {
  constexpr std::string_view kSystem = "pg_catalog.";
  std::string out;
  while (!text.empty()) {
    if (text.starts_with(kSystem)) {
      text.remove_prefix(kSystem.size());
      continue;
    }
    out += text.front();
    text.remove_prefix(text.starts_with(", ") ? 2 : 1);
  }
  return out;
}

std::string words_of(const Identity& identity, const Kind* kind) {
  const std::string text = to_text(identity);
  return kind && kind->catalog == Catalog::kProcedure ? routine_words(text) : text;
}

// A privilege on an object that is none of the schema is called after that: "table pg_catalog.pg_authid".
bool is_of_privileges(const Event& event, const std::string& name) {
  if (event.privileges.empty() && !is_birth(event) && event.role != "dropped") return false;
  return name == event.object_type + " " + event.identity ||
         name.starts_with(event.object_type + " column " + event.identity + ".");
}

// "work_mem", "work_mem of role app": ALTER DATABASE names the one, ALTER ROLE ... IN DATABASE the other.
bool is_of_setting(const Event& event, const std::string& name) {
  constexpr std::string_view kRole = " of role ";
  const auto of_role = name.find(kRole);
  const std::string setting = name.substr(0, of_role);
  if (event.subcommand != "SET " + setting && event.subcommand != "RESET " + setting &&
      event.subcommand != "RESET ALL")
    return false;
  if (of_role == std::string::npos)
    return event.command_tag == "ALTER DATABASE" && event.object_type == "database";
  return event.command_tag == "ALTER ROLE" && event.object_type == "role" &&
         event.identity == name.substr(of_role + kRole.size()) &&
         (event.statement.empty() || word_behind(event.statement, "IN DATABASE"));
}

// GRANT SELECT (id) has the table's row; a new owner takes over what the old one had, on columns, too.
bool is_grant_of(const Event& event, const Change& change) {
  if (change.attribute != "privileges") return false;
  if (event.subcommand == "OWNER TO") return true;
  return std::any_of(event.privileges.begin(), event.privileges.end(), [&](const std::string& privilege) {
    return concerns(privilege, change, event.command_tag == "GRANT");
  });
}

// Operators and functions of a family are rows of their own in the log, and no objects of the model.
bool is_of_family(const Event& event, const std::string& words) {
  return (event.object_type == "operator of access method" ||
          event.object_type == "function of access method") &&
         event.identity.ends_with(" of " + words);
}

}  // namespace

ChangeAddress::ChangeAddress(const Change& change)
    : change_(change),
      kind_(find_kind(change.object.kind)),
      now_{change.object, words_of(change.object, kind_)} {
  if (change.before) before_ = Words{*change.before, words_of(*change.before, kind_)};
  if (!change.object.is_root()) {
    root_text_ = quote_identifier(change.object.schema) + "." + quote_identifier(change.object.parent);
  }
}

// Whether the words of the log and the words of the model mean the same object.
bool ChangeAddress::same_words(const Event& event, const Words& words) const {
  const Identity& identity = words.identity;
  const auto& types = kind_->object_types;
  const bool same_type = std::find(types.begin(), types.end(), event.object_type) != types.end();
  // A unique constraint is born as its index.
  const bool index_of_constraint = identity.kind == "constraint" && event.object_type == "index";
  if (index_of_constraint || (same_type && identity.kind == "index"))
    return is_named(event, {identity.schema, identity.name});
  if (!same_type) return false;
  if (kind_->catalog == Catalog::kProcedure && !event.identity.empty())
    return routine_words(event.identity) == words.text;
  if (event.identity == words.text) return true;
  if (!identity.is_root()) return is_named(event, {identity.schema, identity.parent, identity.name});
  return identity.schema.empty() ? is_named(event, {identity.name})
                                 : is_named(event, {identity.schema, identity.name});
}

Closeness ChangeAddress::to_object(const Event& event) const {
  const std::string& name = change_.object.name;
  if (kind_->catalog == Catalog::kInitialPrivileges)
    return is_of_privileges(event, name) ? Closeness::kExact : Closeness::kNone;
  if (kind_->catalog == Catalog::kSetting)
    return is_of_setting(event, name) ? Closeness::kExact : Closeness::kNone;
  if (same_row(event, kind_->catalog, change_.hint)) return Closeness::kExact;
  if (kind_->catalog == Catalog::kOperatorFamily && is_of_family(event, now_.text)) return Closeness::kExact;
  if (!same_words(event, now_) && !(before_ && same_words(event, *before_))) return Closeness::kNone;
  // Another row's end cannot be how this one came to be.
  if (change_.type == ChangeType::kAdded && event.role == "dropped") return Closeness::kNone;
  return other_row(event, kind_->catalog, change_.hint) ? Closeness::kNamesake : Closeness::kExact;
}

Closeness ChangeAddress::to_root(const Event& event, bool has_subcommands) const {
  if (change_.object.is_root()) {
    // What is in a schema goes with it when it is renamed.
    const bool moved = change_.type == ChangeType::kRenamed && change_.before &&
                       change_.before->schema != change_.object.schema;
    return moved && event.object_type == "schema" && is_rename(event.subcommand) &&
                   is_named(event, {change_.object.schema})
               ? Closeness::kRoot
               : Closeness::kNone;
  }
  const Catalog catalog = kind_->parent_catalog;
  const bool row = same_row(event, catalog, change_.root_hint);
  if (!row) {
    const Kind* kind = find_kind_by_object_type(event.object_type);
    const bool same_type =
        event.class_oid != 0 ? is_in(event, catalog) : kind && kind->is_root && kind->catalog == catalog;
    // A composite type is created as a type, though its columns hang on a relation.
    const bool born_as_type = event.object_type == "type" && event.command_tag == "CREATE TYPE";
    const bool words =
        event.identity == root_text_ || is_named(event, {change_.object.schema, change_.object.parent});
    if (!(same_type || born_as_type) || !words || is_column_event(event)) return Closeness::kNone;
    if (change_.type == ChangeType::kAdded && event.role == "dropped") return Closeness::kNone;
  }
  const bool namesake = !row && other_row(event, catalog, change_.root_hint);
  if (is_grant_of(event, change_)) return namesake ? Closeness::kNamesake : Closeness::kExact;
  // What takes the object with it is as good as what made it.
  const bool end = change_.type == ChangeType::kDropped && event.role == "dropped";
  if (is_birth(event) || end) return namesake ? Closeness::kNamesakeBirth : Closeness::kBirth;
  if (has_subcommands || !event.subcommand.empty()) return Closeness::kNeighbour;
  return namesake ? Closeness::kNamesakeRoot : Closeness::kRoot;
}

bool ChangeAddress::is_row(const Event& event) const {
  return kind_ != nullptr && same_row(event, kind_->catalog, change_.hint);
}

bool ChangeAddress::is_namesake(const Event& event) const {
  return kind_ != nullptr && same_words(event, now_) && !is_row(event);
}

Closeness ChangeAddress::closeness(const Event& event, bool has_subcommands) const {
  if (!kind_) return Closeness::kNone;
  const Closeness found = to_object(event);
  if (found == Closeness::kNone) return to_root(event, has_subcommands);
  const bool one_thing = change_.type == ChangeType::kAltered || change_.type == ChangeType::kRenamed;
  const bool about_others =
      has_subcommands && event.subcommand.empty() && (event.role == "target" || event.role == "rewritten");
  const bool about_the_name = change_.type == ChangeType::kAltered && is_rename(event.subcommand);
  const bool not_the_name =
      change_.type == ChangeType::kRenamed && !event.subcommand.empty() && !is_rename(event.subcommand);
  return one_thing && (about_others || about_the_name || not_the_name) ? Closeness::kNeighbour : found;
}

}  // namespace schema_audit
