#include "core/severity/closeness.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "core/kinds/registry.hpp"

namespace schema_audit {

namespace {

bool is_column_event(const Event& event) { return event.object_type.ends_with(" column"); }

bool is_in(const Event& event, Catalog catalog) {
  return event.class_oid == static_cast<std::uint32_t>(catalog);
}

bool is_named(const Event& event, std::initializer_list<std::string_view> wanted) {
  return std::equal(event.address_names.begin(), event.address_names.end(), wanted.begin(), wanted.end());
}

bool is_rename(const Event& event) {
  return (event.subcommand.starts_with("RENAME") && event.subcommand != "RENAME VALUE") ||
         event.subcommand == "SET SCHEMA";
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
  if (same_row(event, kind_->catalog, change_.hint)) return Closeness::kExact;
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
    return moved && event.object_type == "schema" && is_named(event, {change_.object.schema})
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
  if (is_birth(event)) return namesake ? Closeness::kNamesakeBirth : Closeness::kBirth;
  if (has_subcommands || !event.subcommand.empty()) return Closeness::kNeighbour;
  return namesake ? Closeness::kNamesakeRoot : Closeness::kRoot;
}

Closeness ChangeAddress::closeness(const Event& event, bool has_subcommands) const {
  if (!kind_) return Closeness::kNone;
  const Closeness found = to_object(event);
  if (found == Closeness::kNone) return to_root(event, has_subcommands);
  const bool one_thing = change_.type == ChangeType::kAltered || change_.type == ChangeType::kRenamed;
  const bool about_others = has_subcommands && event.role == "target" && event.subcommand.empty();
  const bool about_the_name = change_.type == ChangeType::kAltered && is_rename(event);
  const bool not_the_name =
      change_.type == ChangeType::kRenamed && !event.subcommand.empty() && !is_rename(event);
  return one_thing && (about_others || about_the_name || not_the_name) ? Closeness::kNeighbour : found;
}

}  // namespace schema_audit
