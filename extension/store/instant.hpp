// Reads the catalog of this database as it is at one instant.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/model/object.hpp"
#include "core/model/snapshot.hpp"

namespace schema_audit {

// The place of an instant in the history of the database: which transactions it sees.
struct Instant {
  std::string xact_snapshot;    // pg_current_snapshot()
  std::string xid;              // of the reading transaction, which sees its own changes; empty when it has made none
  std::int32_t log_number = 0;  // of its events, those below this one had happened
  std::string incarnation;      // as a uuid
  std::vector<Skipped> skipped;
};

// Streams every root object to sink. When DDL commits meanwhile, so that what the deparse functions said could belong to
// another instant than the rows, everything is read again: restart() tells the receiver to forget what it has (it is also
// called before the first time).
// Throws SqlError 40001 when the schema does not hold still for several attempts.
// REQUIRES: no SPI connection of the caller's that must survive an error.
Instant read_instant(const std::function<void()>& restart, const std::function<void(Object&&)>& sink);

// The incarnation that events written now belong to.
std::string current_incarnation();

}  // namespace schema_audit
