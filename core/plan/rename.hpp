// What bears another name now is renamed before anything else happens.
#pragma once

#include <vector>

#include "core/diff/known_rename.hpp"
#include "core/model/object.hpp"
#include "core/plan/step.hpp"

namespace schema_audit {

// The statements that give the objects of before the names that the same objects (by hint) have in after.
// before is left as it is then, with the names also where texts of other objects mention them, as the server
// does, and with the new schemas that something is moved to.
Steps rename_objects(std::vector<Object>& before, const std::vector<Object>& after);

// The same between unrelated databases, of these objects. What is not there on its side is left out.
Steps rename_objects(std::vector<Object>& before, const std::vector<Object>& after,
                     const std::vector<KnownRename>& renames);

}  // namespace schema_audit
