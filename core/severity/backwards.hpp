// Who is behind what one finds looking back, from a later snapshot of a database to an earlier one.
#pragma once

#include <string>
#include <vector>

#include "core/model/event.hpp"
#include "core/model/object.hpp"
#include "core/severity/finding.hpp"

namespace schema_audit {

// Gives each finding the events of the change that it takes back: what looks dropped was made in between, and
// what looks added was dropped. The findings are those between `later` and `earlier`, root objects of one
// database (those that are equal may be missing in both); `events` and reason_for_none as for attribute().
void attribute_backwards(std::vector<Finding>& findings, std::vector<Object> later,
                         std::vector<Object> earlier, const std::vector<Event>& events,
                         const std::string& reason_for_none);

}  // namespace schema_audit
