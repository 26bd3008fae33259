// One look at one target: its catalog and its new events, as of one instant.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "collector/clock.hpp"
#include "collector/postgres/connection.hpp"
#include "collector/run/anchor_check.hpp"
#include "collector/run/catalog_change.hpp"
#include "collector/run/event_pull.hpp"
#include "collector/store/snapshot_row.hpp"
#include "collector/store/store.hpp"
#include "core/kinds/catalog_selection.hpp"
#include "core/model/object.hpp"
#include "core/model/snapshot.hpp"

namespace schema_audit {

struct Observation {
  SnapshotRow snapshot;  // without id, fingerprint, counts and what was skipped
  std::vector<Skipped> skipped;
  PulledEvents events;
  AnchorReport anchors;     // how the log compares with what the store has of it
  std::string no_events;    // why there are none: the extension is not there, may not be read, has another
                            // version; else empty
  bool unchanged = false;   // the catalog is as it was at the earlier look: no objects were read
  std::optional<int> part;  // only so many objects were read, which may have changed since the earlier look
  std::optional<PlacesRow> places;  // where the catalog is what; nullopt: not known
};

// Told the receiver before objects come: forget what you have; what follows is all there is (nullptr), or
// what is in the selection, and everything else is as it was at the earlier look. False: it has to be all.
using Restart = std::function<bool(const CatalogSelection* only)>;

// Reads the target under one read-only REPEATABLE READ transaction. Objects go to sink one by one, behind a
// call of restart(); that comes again when DDL committed while the catalog was read. Writes nothing anywhere.
// earlier: only what may have changed since is read, and where nothing has, restart() is not called; nullptr
// when all objects are wanted in any case. store and target tell which events are known already; null: none
// are. Throws PostgresError; after several attempts without one instant, one with SQLSTATE 40001 or 55P03,
// which is a BusyCatalog when the log could be read.
Observation observe(Connection& connection, Store* store, std::optional<TargetId> target, const Clock& clock,
                    const Restart& restart, const std::function<void(Object&&)>& sink,
                    const EarlierLook* earlier = nullptr);

}  // namespace schema_audit
