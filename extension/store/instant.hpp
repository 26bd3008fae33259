// Reads the catalog of this database as it is at one instant.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/kinds/catalog_selection.hpp"
#include "core/model/object.hpp"
#include "core/model/snapshot.hpp"

namespace schema_audit {

// The place of an instant in the history of the database: which transactions it sees.
struct Instant {
  std::string xact_snapshot;  // pg_current_snapshot()
  std::string xid;  // of the reading transaction, which sees its own changes; empty when it has made none
  std::int32_t log_number = 0;  // of its events, those below this one had happened
  std::string incarnation;      // as a uuid
  std::vector<Skipped> skipped;
  std::string mark;        // catalog_mark(); empty: not known
  std::string places;      // of that mark; only of an instant at which the catalog was read
  bool unchanged = false;  // since the earlier reading, see read_since()
};

// Streams every root object to sink, all as of one instant whatever other sessions commit meanwhile. When
// reading has to begin again, because it met a lock, restart() tells the receiver to forget what it has (it
// is also called before the first time). Leaves no lock behind. Throws SqlError 55P03 when a lock stays in
// the way for some seconds. REQUIRES: no SPI connection of the caller's that must survive an error.
Instant read_instant(const std::function<void()>& restart, const std::function<void(Object&&)>& sink);

// Told the receiver before objects come: forget what you have; what follows is all there is (nullptr), or
// what is in the selection, and everything else is as it was. False: it has to be all.
using Restart = std::function<bool(const CatalogSelection* only)>;

// A reading of the catalog at an earlier time.
struct EarlierReading {
  std::string incarnation;
  std::string mark;                     // empty: not known
  std::function<std::string()> places;  // of that mark; empty: not known, or parts were skipped then
};

// The same, but only of what may have changed since. Nothing has when the mark is the same; then restart() is
// not called, and the instant has no places. Otherwise, without places of the same incarnation or where that
// does not pay, it is every object.
Instant read_since(const EarlierReading& earlier, const Restart& restart,
                   const std::function<void(Object&&)>& sink);

// The incarnation that events written now belong to.
std::string current_incarnation();

// Whether OIDs of one incarnation mean something in the other: it is the same database of the same cluster,
// if only after a failover, not a restored dump.
bool same_catalog(const std::string& incarnation, const std::string& other);

}  // namespace schema_audit
