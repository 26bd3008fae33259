// A Merkle tree: a leaf is SHA-256(0x00 content), a node SHA-256(0x01 child child*) of up to 16 children. The
// nodes of a level are made of the level below in groups of 16, from the left; a last group of one is passed
// on as it is. Two leaves give the tree of RFC 6962; more take half as many bytes to hash.
#pragma once

#include <array>
#include <cstdint>

#include "core/canonical/hash.hpp"

namespace schema_audit {

// Takes leaves one by one and keeps no more than one group per level.
class MerkleTree {
 public:
  void add(const Digest& leaf);
  std::uint64_t size() const { return size_; }

  // Of what was added so far; of nothing it is the digest of no bytes.
  Digest root() const;

 private:
  static constexpr std::size_t kWidth = 16;
  static constexpr std::size_t kLevels = 16;  // for as many leaves as a number can count

  struct Level {
    std::array<Digest, kWidth> group;
    std::size_t count;
  };

  static Digest node(const Digest* children, std::size_t count);

  // Lowest first. No group is full; of a level that is not in use nothing is read, nor written.
  std::array<Level, kLevels> levels_;
  std::size_t used_ = 0;
  std::uint64_t size_ = 0;
};

}  // namespace schema_audit
