// Which object of one set is which object of another.
#pragma once

#include <memory>
#include <vector>

#include "core/model/object.hpp"

namespace schema_audit {

// Whether both sides are the same database, so that hints of one mean something in the other.
enum class Lineage { kSameDatabase, kUnrelated };

using SharedObject = std::shared_ptr<const Object>;

struct Match {
  SharedObject before;  // null: added
  SharedObject after;   // null: dropped
};

// Within one database objects are matched by hint first; what is left, and everything between unrelated
// databases, by kind, name and arguments. Sorted by identity (of what there is now), what was dropped before
// what now bears its name.
std::vector<Match> match(std::vector<SharedObject> before, std::vector<SharedObject> after, Lineage lineage);

// The parts of a root as shared objects that keep their root alive.
std::vector<SharedObject> parts_of(const SharedObject& root);

std::vector<SharedObject> share(std::vector<Object> objects);

}  // namespace schema_audit
