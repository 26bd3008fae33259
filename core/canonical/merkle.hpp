// A Merkle tree as RFC 6962 (Certificate Transparency), section 2.1, builds it: a leaf is SHA-256(0x00
// content), a node SHA-256(0x01 left right), and the left side of a node is the greatest complete tree that
// leaves something for the right.
#pragma once

#include <array>
#include <cstdint>

#include "core/canonical/hash.hpp"

namespace schema_audit {

// Takes leaves one by one and keeps no more than one digest per level.
class MerkleTree {
 public:
  void add(const Digest& leaf);
  std::uint64_t size() const { return size_; }

  // Of what was added so far; of nothing it is the digest of no bytes.
  Digest root() const;

 private:
  // Of the complete trees, greatest first: one for each bit of size_, and one more on the way.
  std::array<Digest, 65> peaks_;
  std::size_t peak_count_ = 0;
  std::uint64_t size_ = 0;
};

}  // namespace schema_audit
