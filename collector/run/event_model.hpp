// Events of a store in the words of the model.
#pragma once

#include <vector>

#include "collector/store/event_row.hpp"
#include "core/model/event.hpp"

namespace schema_audit {

// One Event per object row, joined with its statement, in the order in which the statements were logged. A
// row whose statement is missing keeps what it has.
std::vector<Event> to_events(const EventRows& rows);

}  // namespace schema_audit
