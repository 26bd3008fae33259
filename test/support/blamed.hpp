// Who is named for a change.
#pragma once

#include <string>
#include <vector>

#include "core/severity/attribution.hpp"
#include "test/support/builders.hpp"

namespace schema_audit::test {

inline std::vector<std::string> blamed(const Change& change, const std::vector<Event>& events) {
  return who_of(explain(change, events).events);
}

}  // namespace schema_audit::test
