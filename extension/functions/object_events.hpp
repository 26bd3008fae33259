// All that the log knows of one object and its parts.
#pragma once

#include <vector>

#include "core/model/event.hpp"
#include "core/model/object.hpp"

namespace schema_audit {

// Oldest first. REQUIRES: no SPI connection; the rights of the extension's owner.
std::vector<Event> events_of_object(const Object& root);

// The same without the rows of a statement that say again, less precisely, what another row of it says.
std::vector<Event> condense(const Object& root, const std::vector<Event>& events);

}  // namespace schema_audit
