#include "core/plan/common.hpp"

#include <algorithm>
#include <array>

#include "core/plan/grants.hpp"
#include "core/plan/kinds/table_parts.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void set_comment(const std::string& target, std::string_view comment, Steps& steps) {
  steps.add("COMMENT ON " + target + " IS " + (comment.empty() ? "NULL" : quote_literal(comment)));
}

void set_labels(const std::string& target, const TextMap& from, const TextMap& to, Steps& steps) {
  for (const auto& [provider, label] : from) {
    if (!to.contains(provider)) {
      steps.add("SECURITY LABEL FOR " + quote_identifier(provider) + " ON " + target + " IS NULL");
    }
  }
  for (const auto& [provider, label] : to) {
    const auto old = from.find(provider);
    if (old != from.end() && old->second == label) continue;
    steps.add("SECURITY LABEL FOR " + quote_identifier(provider) + " ON " + target + " IS " +
              quote_literal(label));
  }
}

bool is_public_schema(const Unit& unit) {
  return unit.object->kind == "schema" && unit.object->name == "public";
}

// What the catalog leaves out for the schema public is its owner since 15.
std::string owner_of(const Unit& unit) {
  const std::string_view owner = unit.root->attributes.text("owner");
  if (owner.empty() && is_public_schema(unit)) return "pg_database_owner";
  return owner.empty() ? "" : quote_identifier(owner);
}

void set_owner(const Unit& unit, const KindPlan& room, Steps& steps) {
  const std::string owner = owner_of(unit);
  if (owner.empty() || unit.object->kind == "extension" || !room.target) return;
  steps.add("ALTER " + room.target(unit) + " OWNER TO " + owner);
}

Grants grants_of(const Unit& unit, const KindPlan& room) {
  Grants grants;
  grants.owner = owner_of(unit);
  grants.on = std::string(room.grant_word) + " ";
  if (unit.object->kind == "column") {
    grants.on += qualified(*unit.root);
    grants.column = quote_identifier(unit.object->name);
  } else {
    grants.on += to_text(unit.identity());
    grants.public_default = is_public_schema(unit) ? "USAGE" : room.public_default;
  }
  return grants;
}

void set_privileges(const Unit& unit, const KindPlan& room, const TextMap& from, Steps& steps) {
  if (room.grant_word.empty()) return;
  change_privileges(grants_of(unit, room), from, map_of(unit.attributes(), "privileges"), steps);
}

void set_identity_privileges(const Unit& unit, const TextMap& from, Steps& steps) {
  Grants grants;
  grants.owner = owner_of(unit);
  grants.on = "SEQUENCE " + identity_sequence(unit);
  change_privileges(grants, from, map_of(unit.attributes(), "identity_privileges"), steps);
}

bool differs(const Unit& before, const Unit& after, std::string_view attribute) {
  const Value* from = before.attributes().find(attribute);
  const Value* to = after.attributes().find(attribute);
  return from == nullptr || to == nullptr ? from != to : !(*from == *to);
}

// The owner of an owned sequence is that of its table.
bool follows_table(const Unit& before, const Unit& after) {
  return !before.attributes().text("owned_by").empty() && !after.attributes().text("owned_by").empty();
}

}  // namespace

bool is_common(std::string_view kind, std::string_view attribute) {
  if (attribute == "default") return kind == "column";
  if (attribute == "privileges") {
    const KindPlan* room = plan_of(kind);
    return room && !room->grant_word.empty();
  }
  constexpr auto kCommon = std::to_array<std::string_view>(
      {"comment", "identity_comment", "identity_privileges", "owned_by", "owner", "partition_bound",
       "partition_of", "privileges", "security_labels"});
  return std::find(kCommon.begin(), kCommon.end(), attribute) != kCommon.end();
}

void add_common(const Unit& unit, const TextMap& given, Steps& steps) {
  const KindPlan* room = plan_of(unit.object->kind);
  if (!room || !room->target) return;
  const std::string target = room->target(unit);
  if (unit.is_root()) set_owner(unit, *room, steps);
  set_labels(target, {}, map_of(unit.attributes(), "security_labels"), steps);
  if (const auto comment = unit.attributes().text("comment"); !comment.empty())
    set_comment(target, comment, steps);
  set_privileges(unit, *room, given, steps);
  if (!unit.attributes().find("identity")) return;
  if (const auto comment = unit.attributes().text("identity_comment"); !comment.empty()) {
    set_comment("SEQUENCE " + identity_sequence(unit), comment, steps);
  }
  set_identity_privileges(unit, {}, steps);
}

void alter_common(const Unit& before, const Unit& after, Steps& steps) {
  const KindPlan* room = plan_of(after.object->kind);
  if (!room || !room->target) return;
  const std::string target = room->target(after);
  if (after.is_root() && differs(before, after, "owner")) {
    if (after.object->kind == "extension") {
      steps.note("the owner of extension " + to_text(after.identity()) + " cannot be changed");
    } else if (!follows_table(before, after)) {
      set_owner(after, *room, steps);
    }
  }
  if (differs(before, after, "security_labels")) {
    set_labels(target, map_of(before.attributes(), "security_labels"),
               map_of(after.attributes(), "security_labels"), steps);
  }
  if (differs(before, after, "comment")) set_comment(target, after.attributes().text("comment"), steps);
  const auto held = [&](const Attributes& attributes, std::string_view name, bool of_column) {
    return with_new_owner(map_of(attributes, name), owner_of(before), owner_of(after), of_column);
  };
  const bool column = after.object->kind == "column";
  TextMap privileges = held(before.attributes(), "privileges", column);
  if (column) {
    Grants table;
    table.owner = owner_of(after);
    privileges = left_on_column(privileges, table, held(before.root->attributes, "privileges", false),
                                map_of(after.root->attributes, "privileges"));
  }
  if (privileges != map_of(after.attributes(), "privileges")) set_privileges(after, *room, privileges, steps);
  if (!after.attributes().find("identity")) return;
  if (differs(before, after, "identity_comment")) {
    set_comment("SEQUENCE " + identity_sequence(after), after.attributes().text("identity_comment"), steps);
  }
  const TextMap on_sequence = held(before.attributes(), "identity_privileges", false);
  if (on_sequence != map_of(after.attributes(), "identity_privileges"))
    set_identity_privileges(after, on_sequence, steps);
}

}  // namespace schema_audit
