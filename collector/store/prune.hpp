// What a store may forget, and what it forgot.
#pragma once

#include <cstdint>
#include <optional>

#include "collector/store/timestamp.hpp"

namespace schema_audit {

// Older than this may go; nullopt: all of it stays.
struct PruneLimits {
  std::optional<Timestamp> events;      // and attempts
  std::optional<Timestamp> snapshots;   // the newest of each target and all that have a label stay
  std::optional<Timestamp> reports;     // the newest drift of each target stays
  std::optional<Timestamp> deliveries;  // those that are done or dead
};

struct PruneCounts {
  std::int64_t statements = 0;
  std::int64_t objects = 0;  // rows below statements
  std::int64_t attempts = 0;
  std::int64_t snapshots = 0;
  std::int64_t versions = 0;  // of objects that no snapshot left holds
  std::int64_t reports = 0;
  std::int64_t deliveries = 0;

  friend bool operator==(const PruneCounts&, const PruneCounts&) = default;
};

// Up to where the rows of one incarnation were forgotten.
struct Pruned {
  std::uint64_t events_below = 0;     // transactions below this one
  std::int64_t attempts_through = 0;  // attempts up to this id
};

}  // namespace schema_audit
