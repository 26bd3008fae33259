#include "core/canonical/row_encoding.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

// The digest was computed by another program from the description in the header.
TEST(RowEncoding, IsTheOneThatIsDocumented) {
  RowEncoding row;
  row.begin(SealedRow::kBlock);
  row.add_int64(1, 1);
  row.begin(SealedRow::kObject);
  row.add_text(5, "t\xc3\xbcr");
  row.begin_list(12, 3);
  row.add_element("app");
  row.add_null_element();
  row.add_element("");
  row.add_int32(16, 1259);
  row.add_int32(18, -1);
  row.add_bool(19, true);
  EXPECT_EQ(to_hex(row.leaf()), "55e20457287e8dce33c1549878096dc4def126e420195b0e694bffb0e8fa9ea3");
}

TEST(RowEncoding, WritesNumbersBigEndian) {
  RowEncoding row;
  row.begin(SealedRow::kStatement);
  row.add_int32(1, 0x01020304);
  row.add_int64(2, 0x0102030405060708);
  row.add_uuid(3, "0123456789abcdef");
  const std::string expected(
      "\0\x01\x01\x01\x02\x03\x04\x02\x01\x02\x03\x04\x05\x06\x07\x08\x03"
      "0123456789abcdef",
      33);
  EXPECT_EQ(row.bytes(), expected);
}

TEST(RowEncoding, WritesLengthsInOneByteOrInFive) {
  RowEncoding row;
  row.begin(SealedRow::kStatement);
  row.add_text(1, std::string(254, 'a'));
  EXPECT_EQ(row.bytes(), std::string("\0\x01\x01\xfe", 4) + std::string(254, 'a'));
  row.begin(SealedRow::kStatement);
  row.add_text(1, std::string(255, 'a'));
  EXPECT_EQ(row.bytes(), std::string("\0\x01\x01\xff\0\0\0\xff", 8) + std::string(255, 'a'));
  // More than a usual row.
  row.begin(SealedRow::kStatement);
  row.add_text(1, std::string(100000, 'a'));
  row.begin_list(2, 300);
  EXPECT_EQ(row.bytes(), std::string("\0\x01\x01\xff\0\x01\x86\xa0", 8) + std::string(100000, 'a') +
                             std::string("\x02\xff\0\0\x01\x2c", 6));
}

TEST(RowEncoding, NothingRunsIntoItsNeighbour) {
  RowEncoding one;
  one.begin(SealedRow::kObject);
  one.add_text(5, "bc");
  RowEncoding other;
  other.begin(SealedRow::kObject);
  other.add_text(5, "b");
  other.add_text(6, "c");
  EXPECT_NE(one.leaf(), other.leaf());
  other.begin(SealedRow::kStatement);
  other.add_text(5, "bc");
  EXPECT_NE(one.leaf(), other.leaf());
}

}  // namespace
}  // namespace schema_audit
