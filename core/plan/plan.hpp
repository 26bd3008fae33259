// The ordered statements that turn one set of objects into another.
#pragma once

#include <string>
#include <vector>

#include "core/diff/known_rename.hpp"
#include "core/diff/match.hpp"
#include "core/model/object.hpp"
#include "core/plan/step.hpp"

namespace schema_audit {

struct Plan {
  std::vector<Step> steps;
  bool online = false;             // each statement is to wait for its lock only so long
  std::vector<std::string> notes;  // what no statement of the plan does, each a sentence; sorted
  std::string proof;               // where it was tried, there and back; empty: it was not

  bool empty() const { return steps.empty() && notes.empty(); }
};

struct PlanOptions {
  // Steps that let others go on meanwhile, where there are such: CONCURRENTLY, NOT VALID and VALIDATE.
  bool online = false;
  Lineage lineage = Lineage::kUnrelated;
  // Between unrelated databases: what is renamed instead of dropped and made anew.
  std::vector<KnownRename> renames = {};
};

// What leads from before to after. Every object of both sides must be there, also those that are equal: what
// changes may have to be taken apart and put together around them. The same input gives the same plan.
Plan make_plan(std::vector<Object> before, std::vector<Object> after, const PlanOptions& options);

// The objects that a database has when it was just created, as far as the other side shows what that is.
std::vector<Object> empty_database(const std::vector<Object>& other);

}  // namespace schema_audit
