#include "core/canonical/merkle.hpp"

#include <algorithm>

namespace schema_audit {

Digest MerkleTree::node(const Digest* children, std::size_t count) {
  std::array<char, 1 + kWidth * std::tuple_size_v<Digest>> bytes;
  bytes[0] = 1;
  char* end = bytes.data() + 1;
  for (std::size_t i = 0; i < count; ++i) end = std::copy(children[i].begin(), children[i].end(), end);
  return sha256({bytes.data(), static_cast<std::size_t>(end - bytes.data())});
}

void MerkleTree::add(const Digest& leaf) {
  ++size_;
  Digest carried = leaf;
  for (std::size_t at = 0;; ++at) {
    if (at == used_) levels_[used_++].count = 0;
    Level& level = levels_[at];
    level.group[level.count++] = carried;
    if (level.count < kWidth) return;
    carried = node(level.group.data(), kWidth);
    level.count = 0;
  }
}

Digest MerkleTree::root() const {
  if (size_ == 0) return sha256({});
  // What a level passes on to the next one, if anything: a level that is not the highest may be empty.
  std::array<Digest, kWidth> group;
  std::size_t passed = 0;
  Digest result{};
  for (std::size_t at = 0; at < used_; ++at) {
    const Level& level = levels_[at];
    auto* end = std::copy(level.group.begin(), level.group.begin() + level.count, group.begin());
    if (passed > 0) *end++ = result;
    const auto count = static_cast<std::size_t>(end - group.begin());
    if (count == 0) continue;
    result = count == 1 ? group[0] : node(group.data(), count);
    passed = 1;
  }
  return result;
}

}  // namespace schema_audit
