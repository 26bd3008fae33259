// Tables that stay and inherit from others than before, or differently.
//
// A column that a child has from its parents alone, not as its own, comes into being only when a parent gets
// it: no statement turns one into the other. So a parent is made for the time of the change: it takes part in
// what stays inherited, and through it the child gets what is to be inherited from now on.
#pragma once

#include "core/plan/kind_plan.hpp"

namespace schema_audit {

// Whether the table, which both sides have, must be taken from its parents and given to those of the later
// side.
bool changes_parents(const Model& before, const Model& after, const Unit& old_table, const Unit& new_table);

// Of a table for which that holds: whether the column, which the later side has, is made by join_parents().
// Its values are kept when the earlier side has it, too.
bool comes_from_parents(const Model& before, const Unit& new_column);

// The name that a column has until its values are in the one that is inherited: no other has it, and no other
// column that waits gets it.
std::string kept_name(const Model& before, const Model& after, const Unit& old_column);

// From all parents that it has, and to all that it is to have.
void end_inheritance(const Unit& table, Steps& steps);
void begin_inheritance(const Unit& table, Steps& steps);

// The statements before and behind all others that change the table, its old or its new parents.
void leave_parents(const Model& before, const Model& after, const Unit& old_table, Steps& steps);
void join_parents(const Creation& creation, Steps& steps);

}  // namespace schema_audit
