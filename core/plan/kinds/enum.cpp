// Plan of kind "enum": labels are added in place; a plan that takes one away rebuilds the type (see rebuild
// in planner.cpp).

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void create(const Creation& creation, Steps& steps) {
  std::vector<std::string> labels;
  for (const std::string& label : list_of(creation.unit.attributes(), "labels"))
    labels.push_back(quote_literal(label));
  steps.add("CREATE TYPE " + qualified(*creation.unit.root) + " AS ENUM (" +
            (labels.empty() ? "" : "\n    " + join(labels, ",\n    ") + "\n") + ")");
}

void alter(Alteration& a) {
  const TextList& from = list_of(a.before.attributes(), "labels");
  const TextList& to = list_of(a.after.attributes(), "labels");
  // Every old label must come again, in the old order.
  std::size_t kept = 0;
  for (const std::string& label : to) kept += kept < from.size() && from[kept] == label ? 1 : 0;
  if (kept < from.size()) {
    a.replace = true;
    return;
  }
  std::size_t next = 0;  // the old label that comes next
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (next < from.size() && to[i] == from[next]) {
      ++next;
      continue;
    }
    std::string sql = "ALTER TYPE " + qualified(*a.after.root) + " ADD VALUE " + quote_literal(to[i]);
    if (i > 0) {
      sql += " AFTER " + quote_literal(to[i - 1]);
    } else if (!from.empty()) {
      sql += " BEFORE " + quote_literal(from.front());
    }
    Step& step = a.steps.add(std::move(sql), {Hazard::kOutsideTransaction});
    // What uses the label must be in a later transaction.
    step.in_transaction = false;
  }
}

std::string target(const Unit& unit) { return target_of("TYPE", unit); }

}  // namespace

constinit const KindPlan kEnumPlan{
    .kind = "enum",
    .target = target,
    .create = create,
    .alter = alter,
    .grant_word = "TYPE",
    .public_default = "USAGE",
};

}  // namespace schema_audit
