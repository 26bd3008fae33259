#include "core/canonical/merkle.hpp"

namespace schema_audit {

namespace {

Digest node(const Digest& left, const Digest& right) {
  std::array<char, 1 + 2 * std::tuple_size_v<Digest>> bytes{};
  bytes[0] = 1;
  std::copy(left.begin(), left.end(), bytes.begin() + 1);
  std::copy(right.begin(), right.end(), bytes.begin() + 1 + left.size());
  return sha256({bytes.data(), bytes.size()});
}

}  // namespace

void MerkleTree::add(const Digest& leaf) {
  peaks_[peak_count_++] = leaf;
  // As in counting: each carry joins two trees of the same size.
  for (std::uint64_t bit = size_; (bit & 1U) != 0; bit >>= 1U) {
    --peak_count_;
    peaks_[peak_count_ - 1] = node(peaks_[peak_count_ - 1], peaks_[peak_count_]);
  }
  ++size_;
}

Digest MerkleTree::root() const {
  if (peak_count_ == 0) return sha256({});
  Digest root = peaks_[peak_count_ - 1];
  for (std::size_t i = peak_count_ - 1; i > 0; --i) root = node(peaks_[i - 1], root);
  return root;
}

}  // namespace schema_audit
