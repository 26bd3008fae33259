// The facets of objects as statements: defaults, ownership of sequences, partitions and their indexes,
// members of operator families, shells of types.
#pragma once

#include "core/plan/kind_plan.hpp"

namespace schema_audit {

void create_facet(const Creation& creation, Steps& steps);
void drop_facet(const Model& before, const Model& after, const Unit& unit, Steps& steps, bool online);

// Whether both sides have the facet alike.
bool same_facet(const Unit& before, const Unit& after);

// Adds the statements that change it in place; false when it must be dropped and created.
bool alter_facet(const Model& before_model, const Model& after_model, const Unit& before, const Unit& after,
                 Steps& steps);

}  // namespace schema_audit
