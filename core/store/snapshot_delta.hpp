// What a new snapshot changes in a store: the versions it opens and the ones it closes.
//
// A store keeps each version of a root object once, with the interval of snapshots in which it held. Snapshot
// n is the set of versions whose interval holds n, so a snapshot of an unchanged schema opens and closes
// nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/canonical/hash.hpp"
#include "core/kinds/catalog_selection.hpp"
#include "core/model/object.hpp"

namespace schema_audit {

// The address of a root object in a store.
struct VersionKey {
  std::string kind;
  std::string identity;  // root_key()

  friend auto operator<=>(const VersionKey&, const VersionKey&) = default;
};

// A version that holds in the newest snapshot of a store.
struct OpenVersion {
  VersionKey key;
  Digest hash{};
  std::string hints;  // empty: not known
};

// A version as a store keeps it.
struct ObjectVersion {
  VersionKey key;
  Digest hash{};
  std::string body;   // canonical encoding
  std::string hints;  // see encode_hints()
};

// The object of a stored version, hints included. Throws EncodingError.
Object to_object(const ObjectVersion& version);

struct SnapshotDelta {
  std::vector<ObjectVersion> opened;  // new objects and new versions of old ones
  std::vector<VersionKey> closed;     // of altered objects and of dropped ones
  // Hints of versions that go on: the object is as it was, but lives elsewhere in the catalog, because it was
  // dropped and created anew or restored from a dump. They replace the stored ones. Only of versions whose
  // hints were known.
  std::vector<ObjectVersion> rehinted;  // without hash and body
  Digest fingerprint{};
  std::int64_t objects = 0;  // root objects in the snapshot
  std::int64_t added = 0, altered = 0, removed = 0;

  bool unchanged() const { return opened.empty() && closed.empty(); }
};

// Takes the objects of a new snapshot one by one and keeps only what differs from the newest one. Not
// thread-safe.
class SnapshotDeltaBuilder {
 public:
  explicit SnapshotDeltaBuilder(std::vector<OpenVersion> open);

  // Takes over, as they are, the open versions of all objects that a reading of this selection does not give.
  // False when of one of them it is not known where it is in the catalog; the builder is of no use then.
  bool keep_others(const CatalogSelection& only);

  // Throws std::logic_error when the same object comes twice.
  void add(const Object& root);

  // Ends the snapshot: what was open and did not come is closed. Call once. The order of the result does not
  // depend on the order in which the objects came.
  SnapshotDelta finish();

 private:
  struct Known {
    Digest hash{};
    std::string hints;
    bool open = false;
    bool seen = false;
  };

  void count(std::string_view kind, const Digest& hash);

  std::unordered_map<std::string, Known> known_;
  std::vector<Digest> hashes_;
  SnapshotDelta delta_;
};

}  // namespace schema_audit
