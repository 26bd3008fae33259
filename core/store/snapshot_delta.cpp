#include "core/store/snapshot_delta.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/canonical/encoding.hpp"
#include "core/canonical/fingerprint.hpp"
#include "core/kinds/registry.hpp"

namespace schema_audit {

namespace {

// No name of a kind holds a space, so this cannot be ambiguous.
std::string join(const VersionKey& key) { return key.kind + ' ' + key.identity; }

VersionKey split(const std::string& joined) {
  const auto space = joined.find(' ');
  return {joined.substr(0, space), joined.substr(space + 1)};
}

}  // namespace

Object to_object(const ObjectVersion& version) {
  Object object = decode(version.body);
  apply_hints(object, version.hints);
  return object;
}

SnapshotDeltaBuilder::SnapshotDeltaBuilder(std::vector<OpenVersion> open) {
  known_.reserve(open.size());
  hashes_.reserve(open.size());
  for (OpenVersion& version : open) {
    known_.emplace(join(version.key), Known{version.hash, std::move(version.hints), true, false});
  }
}

void SnapshotDeltaBuilder::add(const Object& root) {
  ObjectVersion version;
  version.key = {root.kind, root_key(identity_of(root))};
  version.body = encode(root);
  version.hash = sha256(version.body);
  const bool counts = !is_cluster_kind(root.kind);
  if (counts) {
    hashes_.push_back(version.hash);
    ++delta_.objects;
  }

  Known& known = known_[join(version.key)];
  if (known.seen)
    throw std::logic_error("the catalog has " + root.kind + " " + version.key.identity + " twice");
  known.seen = true;
  if (known.open && known.hash == version.hash) {
    if (known.hints.empty()) return;
    version.hints = encode_hints(root);
    if (version.hints == known.hints) return;
    version.body.clear();
    delta_.rehinted.push_back(std::move(version));
    return;
  }
  if (known.open) {
    if (counts) ++delta_.altered;
    delta_.closed.push_back(version.key);
  } else if (counts) {
    ++delta_.added;
  }
  version.hints = encode_hints(root);
  delta_.opened.push_back(std::move(version));
}

SnapshotDelta SnapshotDeltaBuilder::finish() {
  for (const auto& [joined, known] : known_) {
    if (known.seen) continue;
    delta_.closed.push_back(split(joined));
    if (!is_cluster_kind(delta_.closed.back().kind)) ++delta_.removed;
  }
  std::sort(delta_.closed.begin(), delta_.closed.end());
  const auto by_key = [](const ObjectVersion& a, const ObjectVersion& b) { return a.key < b.key; };
  std::sort(delta_.opened.begin(), delta_.opened.end(), by_key);
  std::sort(delta_.rehinted.begin(), delta_.rehinted.end(), by_key);
  delta_.fingerprint = fingerprint(std::move(hashes_));
  return std::move(delta_);
}

}  // namespace schema_audit
