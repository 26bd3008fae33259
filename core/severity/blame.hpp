// Who last touched each part of an object, and with which statement.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/event.hpp"
#include "core/model/object.hpp"

namespace schema_audit {

struct BlameLine {
  std::string kind;            // "table", "column", "constraint", ...
  std::string name;            // of the part; of the root object its address
  std::string state;           // what it is now, short: "numeric(10,2) not null"
  std::optional<Event> event;  // nothing in the log: created before it began, or pruned
};

// The root object first, then its parts: columns in their order, the rest by kind and name.
// events: those of this object and its parts, oldest first.
std::vector<BlameLine> blame(const Object& root, const std::vector<Event>& events);

}  // namespace schema_audit
