// A snapshot of a target: what is known about it beside its objects.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "collector/store/timestamp.hpp"

namespace schema_audit {

using SnapshotId = std::int64_t;  // counts from 1 within a target

struct SnapshotRow {
  SnapshotId id = 0;
  Timestamp taken_at;
  std::string label;
  std::string database;
  int server_version = 0;                        // 150020
  std::string xact_snapshot;                     // pg_snapshot of the reading transaction
  std::optional<std::string> incarnation;        // nullopt: no extension there
  std::optional<std::string> extension_version;  // nullopt: no extension there
  std::string no_events;                         // why the log was not read; empty when it was
  std::string lineage;  // which database its hints (OIDs) belong to; empty: not known
  int format_version = 0;
  std::string fingerprint;  // bytes
  std::int64_t objects = 0;
  std::int64_t added = 0;
  std::int64_t altered = 0;
  std::int64_t removed = 0;
  std::string skipped;  // JSON: what was left out, and why
  std::string scope;    // JSON: what was looked at; empty: everything
  std::string mark;     // the catalog is as it was while this is the same (hexadecimal); empty: not known
};

}  // namespace schema_audit
