// Grants on columns that get other names later.
#pragma once

#include <vector>

#include "core/model/event.hpp"

namespace schema_audit {

// The events with the columns of their privileges called as they are called after the last event: what was
// granted on x (UPDATE(x)) is what its new name has. A column that was dropped is called "", which none is.
// Empty when nothing is called differently.
std::vector<Event> with_last_names(const std::vector<Event>& events);

}  // namespace schema_audit
