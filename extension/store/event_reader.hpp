// Events of the DDL log, read back into the model.
//
// REQUIRES, for every function: an SPI connection, and the rights of the extension's owner.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/event.hpp"
#include "extension/store/instant.hpp"

namespace schema_audit {

// What happened after one instant and not after another: the events that `to` sees and `from` does not, in
// the order of transactions. Works for instants in either order (nothing happened, then) and across
// incarnations.
std::vector<Event> events_between(const Instant& from, const Instant& to);

// Under which names and OIDs the log may know a root object and its parts.
struct LogAddress {
  std::string schema;                // unquoted; empty for what lives outside of schemas
  std::string name;                  // unquoted
  std::string identity;              // as to_text() of it
  std::vector<std::string> indexes;  // unquoted names of its indexes, which have addresses of their own
  std::vector<std::uint32_t> oids;   // in this database
};

// All events whose object, or whose parent, has this address, or that touched one of these OIDs. Different
// kinds of objects can share an address: the caller must tell them apart.
std::vector<Event> events_of_address(const LogAddress& address);

}  // namespace schema_audit
