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

// The OID of the root, which is the first of its hints; 0 when it is not known.
std::uint32_t root_oid(std::string_view hints) {
  Object nothing;
  std::size_t length = 0;
  while (length < hints.size() && (static_cast<unsigned char>(hints[length]) & 0x80U) != 0) ++length;
  // Behind it comes its number.
  while (++length < hints.size() && (static_cast<unsigned char>(hints[length]) & 0x80U) != 0) {
  }
  apply_hints(nothing, hints.substr(0, std::min(length + 1, hints.size())));
  return nothing.hint.oid;
}

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

void SnapshotDeltaBuilder::count(std::string_view kind, const Digest& hash) {
  if (is_cluster_kind(kind)) return;
  hashes_.push_back(hash);
  ++delta_.objects;
}

bool SnapshotDeltaBuilder::keep_others(const CatalogSelection& only) {
  for (auto& [joined, known] : known_) {
    const std::string_view name = std::string_view(joined).substr(0, joined.find(' '));
    const Kind* kind = find_kind(name);
    const auto* oids = kind != nullptr ? only.of(kind->catalog) : nullptr;
    if (oids == nullptr) continue;
    if (!oids->empty()) {
      const std::uint32_t oid = root_oid(known.hints);
      if (oid == 0) return false;
      if (only.has(kind->catalog, oid)) continue;
    }
    known.seen = true;
    count(name, known.hash);
  }
  return true;
}

void SnapshotDeltaBuilder::add(const Object& root) {
  ObjectVersion version;
  version.key = {root.kind, root_key(identity_of(root))};
  version.body = encode(root);
  version.hash = sha256(version.body);
  const bool counts = !is_cluster_kind(root.kind);
  count(root.kind, version.hash);

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
