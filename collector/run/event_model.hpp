// Events of a store in the words of the model.
#pragma once

#include <string>
#include <vector>

#include "collector/store/event_row.hpp"
#include "core/model/event.hpp"

namespace schema_audit {

// One Event per object row, joined with its statement, in the order in which the statements were logged. A
// row whose statement is missing keeps what it has.
std::vector<Event> to_events(const EventRows& rows);

// Events of other databases than that of the lineage (see SnapshotRow), which a target's log may have (it was
// restored, or is a copy), get kOidOfAnotherDatabase: their OIDs could be those of objects they never
// touched. An empty lineage tells nothing; that of a system alone is all its databases'.
void disown_foreign(std::vector<Event>& events, const std::string& lineage);

}  // namespace schema_audit
