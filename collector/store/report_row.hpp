// What a collection found, kept for the history of a target.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "collector/store/snapshot_row.hpp"
#include "collector/store/target_row.hpp"
#include "collector/store/timestamp.hpp"

namespace schema_audit {

struct ReportRow {
  Timestamp made_at;
  std::string type;       // "changes" or "drift"
  std::string reference;  // name of the target that a drift is from; empty for changes
  SnapshotId snapshot = 0;
  std::int64_t critical = 0;
  std::int64_t major = 0;
  std::int64_t minor = 0;
  std::string document;  // the report as JSON

  friend bool operator==(const ReportRow&, const ReportRow&) = default;
};

// How often an object became another one.
struct ObjectChanges {
  std::string kind;
  std::string identity;
  std::int64_t changes = 0;  // added, altered or dropped
  Timestamp last_at;

  friend bool operator==(const ObjectChanges&, const ObjectChanges&) = default;
};

// Who changed a target, with which program.
struct Contribution {
  std::string who;     // the end user where one is known, else the role that logged in
  bool named = false;  // an end user
  std::string application_name;
  std::int64_t statements = 0;
  Timestamp last_at;

  friend bool operator==(const Contribution&, const Contribution&) = default;
};

}  // namespace schema_audit
