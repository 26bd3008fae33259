// Who last touched each part of an object, and each privilege on it, and with which statement.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/event.hpp"
#include "core/model/object.hpp"

namespace schema_audit {

struct BlameLine {
  std::string kind;            // "table", "column", "constraint", ..., "privilege"
  std::string name;            // of the part; of the root object its address; "SELECT to bob"
  std::string state;           // what it is now, short: "numeric(10,2) not null"
  std::optional<Event> event;  // nothing in the log: created before it began, or pruned
};

// The root object first, then its parts: columns in their order, the rest by kind and name. Behind each stand
// the privileges on it, by grantee: who granted them, and those that were revoked, as far as events tell.
// events: those of this object and its parts, oldest first.
std::vector<BlameLine> blame(const Object& root, const std::vector<Event>& events);

// What was run, in few words: the sub-command where there is one, "GRANT WITH GRANT OPTION".
std::string command_of(const Event& event);

}  // namespace schema_audit
