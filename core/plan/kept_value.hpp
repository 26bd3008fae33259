// The value of a sequence that goes, kept for the one that comes in its place: behind an identity or behind a
// default.
#pragma once

#include <string>

#include "core/plan/model.hpp"
#include "core/plan/step.hpp"

namespace schema_audit {

// The sequence that belongs to a column, other than that of an identity; nullptr when there is none.
const Unit* owned_sequence(const Model& model, const Unit& column);

// The column whose identity gives way to this new sequence, on the earlier side; nullptr when there is none.
const Unit* identity_before(const Model& before, const Model& after, const Unit& new_sequence);

// The column whose new identity takes the place of this sequence, on the earlier side.
const Unit* identity_after(const Model& before, const Model& after, const Unit& old_sequence);

// Reads the value of a sequence, and goes on with it in another one, if that one can have it.  Both in one
// session; old_column is a unit of the earlier side.
void keep_value(const std::string& sequence, const Unit& old_column, Steps& steps);
void continue_value(const std::string& sequence, const Unit& old_column, Steps& steps);

}  // namespace schema_audit
