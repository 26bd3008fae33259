// How a kind is written in DDL: one room per kind in core/plan/kinds/, found by name.
//
// What all kinds have in common (owner, privileges, comment, security labels) is written by common.hpp, the
// facets of objects (defaults, ownership of sequences, partitions) by facets.hpp; a room says the rest.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/plan/model.hpp"
#include "core/plan/step.hpp"

namespace schema_audit {

// An object to be created, or a facet of one.
struct Creation {
  const Model& before_model;
  const Model& model;
  const Unit& unit;
  // Whether a default or a part gets a statement of its own instead of standing in that of its object.
  std::function<bool(const Unit&)> separate;
  // Of an index and the like: it may be built with CONCURRENTLY, validated later, ...
  bool online = false;
  // Statements that can only run when everything else is in place.
  Steps& finally;
};

// An object that both sides have, and differ in. The room adds the statements that make `before` into
// `after`, or says that only dropping and creating it can do that.
struct Alteration {
  const Model& before_model;
  const Model& after_model;
  const Unit& before;
  const Unit& after;
  bool online = false;

  Steps steps;
  // It cannot be altered: drop and create it, with whatever needs it.
  bool replace = false;
  // What needs it must be dropped before, and created again afterwards (the type of a column).
  bool disturbs = false;

  bool changed(std::string_view attribute) const {
    const Value* from = before.attributes().find(attribute);
    const Value* to = after.attributes().find(attribute);
    return from == nullptr || to == nullptr ? from != to : !(*from == *to);
  }
  std::string_view to(std::string_view attribute) const { return after.attributes().text(attribute); }
  bool now(std::string_view attribute) const { return after.attributes().flag(attribute); }
};

struct KindPlan {
  std::string_view kind;

  // What stands behind COMMENT ON and, of a root, behind ALTER and DROP: "TABLE app.t", "COLUMN app.t.c".
  std::string (*target)(const Unit& unit) = nullptr;

  // nullptr: it comes with its root (the column of a view).
  void (*create)(const Creation& creation, Steps& steps) = nullptr;

  // nullptr: DROP and the target.
  void (*drop)(const Unit& unit, Steps& steps) = nullptr;

  // Called when an attribute differs that is not common to all kinds. nullptr: such a change always replaces.
  void (*alter)(Alteration& alteration) = nullptr;

  // Of what has privileges: the word behind GRANT ... ON, and what PUBLIC may do with it unless that is
  // revoked.
  std::string_view grant_word = {};
  std::string_view public_default = {};
};

// nullptr when a kind has no room.
const KindPlan* plan_of(std::string_view kind);

// "WORD schema.name"
std::string target_of(std::string_view word, const Unit& unit);

}  // namespace schema_audit
