// Which of the statements that could come next comes first: what people expect to read, and the same each
// time.
#pragma once

#include <string>

#include "core/plan/model.hpp"

namespace schema_audit {

// What statements do to an object.
enum class Role { kRename, kDrop, kAlter, kCreate };

// From here on comes what acts on everything that is made later, or needs all that is there: default
// privileges, settings of the database, event triggers.
inline constexpr int kLatePhase = 80;

int phase_of(const Unit& unit, Role role);

// Within a phase; on_before: of a unit of the earlier side.
std::string key_of(const Unit& unit, bool on_before);

}  // namespace schema_audit
