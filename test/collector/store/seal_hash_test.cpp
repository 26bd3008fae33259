#include "collector/store/seal_hash.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

BlockRow block() {
  BlockRow row;
  row.incarnation = "6a1f0000-0000-0001-0000-000500000001";
  row.number = 2;
  row.algorithm = "sha256-v1";
  row.sealed_at = "2026-11-21T13:35:00.904163Z";
  row.first_xid = 740;
  row.end_xid = 742;
  row.transactions = 1;
  row.rows = 3;
  row.root = std::string(64, 'a');
  row.previous = std::string(64, 'b');
  return row;
}

// Computed by the Python of docs/seals.md.
TEST(SealHash, IsThatOfTheDescription) {
  EXPECT_EQ(block_hash(block()), "4e5b5e55bdefc98dea39be9d6ccf39d3344f09c881966b0a58f3141d961d29de");
  const TransactionRow transaction{"6a1f0000-0000-0001-0000-000500000001",
                                   741,
                                   1,
                                   2,
                                   "00112233445566778899aabbccddeeff0011223344556677",
                                   std::string(64, 'c')};
  EXPECT_EQ(block_root({transaction}), "f9f2de52acc51673790055f22bd37dbeb34bccd0b0c32d21aa9ff528f5918617");
  TransactionRow second = transaction;
  second.xid = 742;
  EXPECT_EQ(block_root({transaction, second}),
            "d3023973ef8b21dbf380178dd3ca5fd3b99b612ed2295ea6e9497a6e64919239");
}

TEST(SealHash, HoldsEveryColumn) {
  const std::string hash = block_hash(block());
  BlockRow other = block();
  other.sealed_at = "2026-11-21T13:35:00.904164Z";
  EXPECT_NE(block_hash(other), hash);
  other = block();
  other.rows = 4;
  EXPECT_NE(block_hash(other), hash);
  other = block();
  other.previous = "";
  EXPECT_NE(block_hash(other), hash);
  // What the retention writes comes later.
  other = block();
  other.pruned_at = other.sealed_at;
  EXPECT_EQ(block_hash(other), hash);
}

TEST(SealHash, OfWhatNoServerWrites) {
  BlockRow other = block();
  other.incarnation = "nonsense";
  EXPECT_EQ(block_hash(other), "");
  other = block();
  other.incarnation += "00";
  EXPECT_EQ(block_hash(other), "");
  other = block();
  other.sealed_at = "yesterday";
  EXPECT_EQ(block_hash(other), "");
  EXPECT_EQ(block_root({{"6a1f0000-0000-0001-0000-000500000001", 1, 1, 1, "0", "00"}}), "");
}

}  // namespace
}  // namespace schema_audit
