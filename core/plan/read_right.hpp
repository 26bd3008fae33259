// Whether the owners of views may read what their queries name.
#pragma once

#include "core/plan/model.hpp"

namespace schema_audit {

// Whether the owner of a view or materialized view may read everything below it, as far as ownership and
// grants tell: memberships and superusers are not known.
bool may_be_read(const Model& model, const Unit& view);

}  // namespace schema_audit
