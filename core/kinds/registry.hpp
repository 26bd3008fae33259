// Every kind there is. Adding a kind is adding its file, one line in registry.cpp, its tests and its row in
// docs/coverage.md.
#pragma once

#include <span>
#include <string_view>

#include "core/kinds/kind.hpp"

namespace schema_audit {

// In the order of creation: what others need comes first. Lives as long as the program; safe from any thread.
std::span<const Kind* const> registry();

// Kinds of the whole cluster, which every database in it shares. They are a part of a snapshot of their own.
std::span<const Kind* const> cluster_registry();
bool is_cluster_kind(std::string_view name);

// Of either sort; nullptr when there is no such kind (a document of a later version).
const Kind* find_kind(std::string_view name);

// The kind that pg_identify_object() means by this word ("table column" -> column); nullptr when it is not
// modelled or the word is not enough ("type" is an enum or a range).
const Kind* find_kind_by_object_type(std::string_view object_type);

}  // namespace schema_audit
