// Finds the events that explain a change: from "what" to "who".
#pragma once

#include <string>
#include <vector>

#include "core/model/event.hpp"
#include "core/severity/closeness.hpp"
#include "core/severity/finding.hpp"

namespace schema_audit {

// Gives each finding its events. `events` are those that happened between the two snapshots (or everything
// known of the later side's database, when the sides are unrelated), in the order they happened.
//
// Only the closest events (see Closeness) explain a change: those that touched the very object, by catalog
// row or by address; when there are none, those of the root object as a whole; when there are none of these,
// those that touched something else about it. Comments, privileges and owners are explained by the commands
// that set them, and other attributes never are. What was dropped is explained by its drop. Of one statement
// only the row that comes closest is kept.
//
// reason_for_none is the `unexplained` of findings without events.
void attribute(std::vector<Finding>& findings, const std::vector<Event>& events,
               const std::string& reason_for_none);

struct Explanation {
  Closeness closeness = Closeness::kNone;  // of all its events
  std::vector<Event> events;               // oldest first
};

// What explains one change.
Explanation explain(const Change& change, const std::vector<Event>& events);

}  // namespace schema_audit
