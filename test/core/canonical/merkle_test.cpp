#include "core/canonical/merkle.hpp"

#include <gtest/gtest.h>

#include <string>

namespace schema_audit {
namespace {

Digest leaf(const std::string& content) { return sha256(std::string(1, '\0') + content); }

std::string bytes(std::initializer_list<int> values) { return {values.begin(), values.end()}; }

// The leaves and roots that implementations of Certificate Transparency are tested with.
TEST(MerkleTree, KnowsTheReferenceVectors) {
  const std::pair<std::string, const char*> cases[] = {
      {"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
      {bytes({0}), "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
      {bytes({0x10}), "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
      {bytes({0x20, 0x21}), "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
      {bytes({0x30, 0x31}), "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
      {bytes({0x40, 0x41, 0x42, 0x43}), "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
      {bytes({0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57}),
       "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
      {bytes(
           {0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f}),
       "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
  };
  MerkleTree tree;
  EXPECT_EQ(to_hex(tree.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (const auto& [content, root] : cases) {
    tree.add(leaf(content));
    EXPECT_EQ(to_hex(tree.root()), root);
  }
  EXPECT_EQ(tree.size(), 8U);
}

// The recursive definition of the RFC.
Digest root_of(const std::vector<Digest>& leaves, std::size_t begin, std::size_t end) {
  if (end - begin == 1) return leaves[begin];
  std::size_t split = 1;
  while (split * 2 < end - begin) split *= 2;
  const std::string node = std::string(1, '\1') + to_bytes(root_of(leaves, begin, begin + split)) +
                           to_bytes(root_of(leaves, begin + split, end));
  return sha256(node);
}

TEST(MerkleTree, EqualsTheDefinitionAtEverySize) {
  std::vector<Digest> leaves;
  MerkleTree tree;
  for (int i = 0; i < 200; ++i) {
    leaves.push_back(leaf(std::to_string(i)));
    tree.add(leaves.back());
    EXPECT_EQ(tree.root(), root_of(leaves, 0, leaves.size())) << i;
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
