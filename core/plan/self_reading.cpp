#include "core/plan/self_reading.hpp"

#include <algorithm>
#include <set>

namespace schema_audit {

namespace {

// above: the views that lead here; done: those that are known to be good.
bool can_be_read(const Model& model, const Unit& relation, std::set<UnitId>& above, std::set<UnitId>& done) {
  if (done.contains(relation.id)) return true;
  if (reads_itself(*relation.root) || !above.insert(relation.id).second) return false;
  const bool good = std::all_of(relation.needs.begin(), relation.needs.end(), [&](UnitId need) {
    const Unit& root = model.unit(model.unit(need).root_unit);
    return root.id == relation.id || root.root->kind != "view" || can_be_read(model, root, above, done);
  });
  above.erase(relation.id);
  if (good) done.insert(relation.id);
  return good;
}

}  // namespace

bool reads_itself(const Object& view) {
  // Of every view the server says that it needs itself as a whole.
  return view.kind == "view" &&
         std::any_of(view.needs.begin(), view.needs.end(), [&](const Dependency& need) {
           return need.catalog == static_cast<std::uint32_t>(Catalog::kRelation) &&
                  need.oid == view.hint.oid && need.number != 0;
         });
}

bool can_be_read(const Model& model, const Unit& relation) {
  std::set<UnitId> above;
  std::set<UnitId> done;
  return can_be_read(model, relation, above, done);
}

}  // namespace schema_audit
