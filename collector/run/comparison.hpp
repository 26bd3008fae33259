// Two sides compared: the findings, what the rules hide, and who did it.
#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "collector/config/config.hpp"
#include "collector/store/store.hpp"
#include "core/diff/diff.hpp"
#include "core/model/event.hpp"
#include "core/model/object.hpp"
#include "core/model/snapshot.hpp"
#include "core/render/report.hpp"

namespace schema_audit {

// What a log calls the two names of an object, in the words of pg_identify_object().
struct LoggedRename {
  std::string object_type;
  std::string from;
  std::string to;
};

// Later than every snapshot.
inline constexpr SnapshotId kNow = std::numeric_limits<SnapshotId>::max();

// One side: root objects, and where its events can be asked for.
struct Side {
  std::string name;         // "production", "production@3", "snapshot.json"
  std::string environment;  // of the target; empty: unknown
  std::string lineage;      // which database the hints belong to; empty: unknown
  TargetId target = 0;      // in the store; 0: it is of none
  SnapshotId snapshot = 0;  // of that target; kNow: the catalog as it is
  int server_version = 0;   // server_version_num; 0: unknown
  std::vector<Object> objects;
  std::vector<Skipped> skipped;
  Scope scope;            // what was looked at
  std::string no_events;  // why this side has none; empty when it may have
  std::string log_since;  // that its log does not go back to the begin; empty when it does
  // The events that touched one of these addresses, from this side unless they say where from. May be empty:
  // there are none to ask for.
  std::function<std::vector<Event>(const std::vector<Finding>&)> events;
  // The renames at these addresses, oldest first. May be empty, too.
  std::function<std::vector<LoggedRename>(const std::vector<Finding>&)> renames;
};

// The events that a side has for these findings; those of another database's log have no OIDs that count.
std::vector<Event> events_of_side(const Side& side, const std::vector<Finding>& findings);

// What a comparison looks at: leaves out of both sides what either scope does not choose and, between two
// databases, what belongs to their clusters. Says whether they are one database.
Lineage make_comparable(Side& before, Side& after);

// The report of what leads from before to after, of what both sides looked at. Objects that are equal on both
// sides may be left out of both. Events of the after side come first; where it has none for a finding, those
// of the before side count, each marked with its side's name; between two databases it is said what the
// other one knows of it. Looking back in one target, a finding has the events that it takes back. Of each
// finding the last 50 events stay, the others are counted in its note.
Report compare(std::string type, Side before, Side after, const FindingRules& rules);

// The distinct addresses at which the log may know something of these findings.
std::vector<TextArray> addresses_of(const std::vector<Finding>& findings);

// The rows of a target's log in a store that touched what the findings are about, and their events.
EventRows stored_rows(Store& store, TargetId target, const std::vector<Finding>& findings);
std::vector<Event> stored_events(Store& store, TargetId target, const std::vector<Finding>& findings);

// Leaves out of both lists the versions that both have with the same hash, and decodes the rest.
void keep_differing(const std::vector<VersionRow>& before_versions,
                    const std::vector<VersionRow>& after_versions, Side& before, Side& after);

}  // namespace schema_audit
