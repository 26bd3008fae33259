// Which findings only follow from others: the index that went with its column, the view whose text bears the
// new name.
#pragma once

#include <vector>

#include "core/severity/finding.hpp"

namespace schema_audit {

// Names in `follows` the finding that each one follows from, where there is one, and puts it behind that. A
// group stands where its worst member would. What a finding follows from follows from nothing itself.
//
// Dropped follows what it could not exist without: by its dependencies, or because it names what was dropped
// (a constraint its column, a foreign key its table). Altered follows a rename when the new name is all that
// is new in it, and a drop when it lost what named that. A column that is inherited follows its parent's, a
// sequence the column that owns it.
void group(std::vector<Finding>& findings);

}  // namespace schema_audit
