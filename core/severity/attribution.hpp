// Finds the events that explain a change: from "what" to "who".
#pragma once

#include <memory>
#include <optional>
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
// those that it is a consequence of (see Consequences), those of the finding that it follows from, or else
// those that touched something else about it. What is inherited is explained by what reached it through a
// parent.
// Comments, privileges and owners are explained by the commands that set them, and other attributes never
// are. What was dropped is explained by its drop. Of one statement only the row that comes closest is kept;
// what set an attribute to what it was already is left out, as far as the log tells (see value_set()).
//
// REQUIRES: group() came before, so that a finding without events of its own has those of the finding that it
// follows from. reason_for_none is the `unexplained` of findings without events.
void attribute(std::vector<Finding>& findings, const std::vector<Event>& events,
               const std::string& reason_for_none);

struct Explanation {
  Closeness closeness = Closeness::kNone;  // of what touched it
  bool follows = false;                    // the events touched what it follows from instead
  std::vector<Event> events;               // oldest first
};

// What explains one change.
Explanation explain(const Change& change, const std::vector<Event>& events);

// The same for many changes: what the events have in common is found out once. Keeps a reference to them.
class Attribution {
 public:
  explicit Attribution(const std::vector<Event>& events);
  ~Attribution();
  Attribution(const Attribution&) = delete;
  Attribution& operator=(const Attribution&) = delete;

  // first_owner: of a change of privileges, whose the object was before the first event, where that is known;
  // counts where the log itself does not tell (Event::old_owner).
  Explanation explain(const Change& change,
                      const std::optional<std::string>& first_owner = std::nullopt) const;

  // All GRANT and REVOKE on the very object of the change, which is one of its privileges; those included
  // that made no difference, with the columns called as they are now. Oldest first.
  std::vector<Event> grants_about(const Change& change) const;

 private:
  struct Log;
  std::unique_ptr<const Log> log_;
};

}  // namespace schema_audit
