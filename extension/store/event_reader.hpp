// Events of the DDL log, read back into the model.
//
// REQUIRES, for every function: an SPI connection, and the rights of the extension's owner.
#pragma once

#include <string>
#include <vector>

#include "core/model/event.hpp"
#include "extension/store/instant.hpp"

namespace schema_audit {

// What happened after one instant and not after another: the events that `to` sees and `from` does not, in the order of
// transactions. Works for instants in either order (nothing happened, then) and across incarnations.
std::vector<Event> events_between(const Instant& from, const Instant& to);

// All events whose object, or whose parent, has this address (unquoted names, as in the log), or that touched this OID.
std::vector<Event> events_of_address(const std::vector<std::string>& names, std::uint32_t oid);

}  // namespace schema_audit
