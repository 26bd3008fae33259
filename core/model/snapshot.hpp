// All objects of one database at one instant, and those of its cluster.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/model/object.hpp"
#include "core/model/scope.hpp"

namespace schema_audit {

// Version of the interchange document and of the canonical encoding. Snapshots of different versions are
// never compared as if they were alike: a change of format must not look like drift.
inline constexpr int kFormatVersion = 1;

// Something that was there and is not among the objects, and why. Nothing is left out without one of these.
struct Skipped {
  std::string kind;
  std::string reason;
  std::int64_t count = 0;

  friend bool operator==(const Skipped&, const Skipped&) = default;
};

struct Snapshot {
  int format_version = kFormatVersion;
  std::string database;
  int server_version = 0;       // server_version_num: 150020
  std::string taken_at;         // RFC 3339, UTC; empty when not known
  std::string fingerprint;      // SHA-256 over the database's own objects, in hexadecimal
  std::vector<Object> objects;  // root objects, sorted by identity; sealed, those of the cluster are behind
  std::vector<Skipped> skipped;
  Scope scope;  // what was looked at
};

}  // namespace schema_audit
