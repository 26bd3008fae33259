#include "core/canonical/row_encoding.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

// The digest was computed by another program from the description in the header.
TEST(RowEncoding, IsTheOneThatIsDocumented) {
  RowEncoding row;
  row.begin("another");
  row.add_integer("left", 1);
  row.begin("ddl_object");
  row.begin_list("address_names", 3);
  row.add_element("app");
  row.add_null_element();
  row.add_element("");
  row.end_list();
  row.add_integer("class_id", 1259);
  row.add_bool("original", true);
  row.add_bytes("role", "t\xc3\xbcr");
  row.add_integer("sub_id", -1);
  EXPECT_EQ(to_hex(row.leaf()), "07dcdbf1d057a776c922a484fb9d3fdf11cda49b32ef781f692d71bff2ce2c87");
}

TEST(RowEncoding, WritesLengthsAndIntegersBigEndian) {
  RowEncoding row;
  row.begin("t");
  row.add_integer("n", 0x0102030405060708);
  const std::string expected(
      "\0\0\0\0\x09sha256-v1\0\0\0\x01t\0\0\0\x01n\0\0\0\x08\x01\x02\x03\x04\x05\x06\x07\x08", 36);
  EXPECT_EQ(row.bytes(), expected);
}

TEST(RowEncoding, NothingRunsIntoItsNeighbour) {
  RowEncoding one;
  one.begin("t");
  one.add_bytes("a", "bc");
  RowEncoding other;
  other.begin("t");
  other.add_bytes("ab", "c");
  EXPECT_NE(one.leaf(), other.leaf());
}

}  // namespace
}  // namespace schema_audit
