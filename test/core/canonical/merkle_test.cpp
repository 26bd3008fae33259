#include "core/canonical/merkle.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace schema_audit {
namespace {

Digest leaf(const std::string& content) { return sha256(std::string(1, '\0') + content); }

// Computed by the Python of docs/seals.md.
TEST(MerkleTree, IsTheOneThatIsDocumented) {
  const std::pair<int, const char*> cases[] = {
      {1, "db3426e878068d28d269b6c87172322ce5372b65756d0789001d34835f601c03"},
      {2, "cb00989d94a569c0a678ae042b63dcd4625db96440517f37a6eb7976ea24ed4b"},
      {15, "6b6c6e5da1af238cc61e2af0b8cba023ce7d903379571efd8eb74fa2503e8f80"},
      {16, "b72261ac948a4e02a2ebde28bccad25e8a5c299d5e0871e7253ad0d35cfd4427"},
      {17, "a72b075dd3d6703fb534d559e0e29c05b0458d4657fb48ec6bc2c9029156bc8d"},
      {256, "912b93f2b1dc1c956828cd57a073e8594b885ab0d2d0dc734d9225f57433a619"},
      {257, "4708ba37f7490b9365408f0c0b6323cafe9fd5115580a66f8e81c1e1cf4e998e"},
      {273, "a7933635090012ae5916f91ac6f246309838a7e2973867a5c7036ab7d0f99758"},
  };
  MerkleTree tree;
  EXPECT_EQ(to_hex(tree.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (const auto& [size, root] : cases) {
    while (tree.size() < static_cast<std::uint64_t>(size)) tree.add(leaf(std::to_string(tree.size())));
    EXPECT_EQ(to_hex(tree.root()), root) << size;
  }
}

// Level by level.
Digest root_of(std::vector<Digest> level) {
  while (level.size() > 1) {
    std::vector<Digest> next;
    for (std::size_t begin = 0; begin < level.size(); begin += 16) {
      const std::size_t end = std::min(begin + 16, level.size());
      std::string node(1, '\1');
      for (std::size_t i = begin; i < end; ++i) node += to_bytes(level[i]);
      next.push_back(end - begin == 1 ? level[begin] : sha256(node));
    }
    level = next;
  }
  return level[0];
}

TEST(MerkleTree, EqualsTheDefinitionAtEverySize) {
  std::vector<Digest> leaves;
  MerkleTree tree;
  for (int i = 0; i < 4400; ++i) {
    leaves.push_back(leaf(std::to_string(i)));
    tree.add(leaves.back());
    if (i < 300 || i % 256 < 2 || i % 97 == 0) {
      EXPECT_EQ(tree.root(), root_of(leaves)) << i;
    }
  }
}

TEST(MerkleTree, OrderMatters) {
  MerkleTree one;
  one.add(leaf("a"));
  one.add(leaf("b"));
  MerkleTree other;
  other.add(leaf("b"));
  other.add(leaf("a"));
  EXPECT_NE(one.root(), other.root());
}

}  // namespace
}  // namespace schema_audit
