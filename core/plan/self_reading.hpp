// Views that read themselves: the server lets one be replaced so, and no query can read it.
#pragma once

#include "core/plan/model.hpp"

namespace schema_audit {

// Whether the query of a view names the view.
bool reads_itself(const Object& view);

// Whether no view below the relation reads itself, at once or through others.
bool can_be_read(const Model& model, const Unit& relation);

}  // namespace schema_audit
