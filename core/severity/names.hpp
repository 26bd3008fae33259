// The names that stand in attributes, for finding out which object a change has to do with.
#pragma once

#include <set>
#include <string>

#include "core/model/identity.hpp"
#include "core/model/object.hpp"

namespace schema_audit {

// "public.t", "public.t.c": as the texts of other objects name it.
std::string name_of(const Identity& identity);

// Of the root object that it is or belongs to.
std::string root_name(const Identity& identity);

// Words of people and bodies of routines: what they name, they need not mean.
bool is_words(std::string_view attribute);

// All names in a value, each also without what qualifies it on the right: of public.t.c also public.t and
// public. Nothing of what is absent.
std::set<std::string> names_of(const Value* value);

// What the object names in its attributes.
std::set<std::string> names_of(const Object& object);

}  // namespace schema_audit
