#include "collector/store/sqlite/packed_body.hpp"

#include <gtest/gtest.h>

#include "core/canonical/encoding.hpp"
#include "core/canonical/hash.hpp"
#include "test/support/random_objects.hpp"

namespace schema_audit {
namespace {

using namespace std::string_literals;

Object table() {
  Object table;
  table.kind = "table";
  table.schema = "shop";
  table.name = "orders";
  table.attributes.set("owner", std::string("postgres"));
  for (const char* name : {"id", "customer", "made_at", "amount"}) {
    Object column;
    column.kind = "column";
    column.name = name;
    column.attributes.set("type", std::string("bigint"));
    table.children.push_back(column);
  }
  return table;
}

TEST(PackedBody, IsSmaller) {
  const std::string body = encode(table());
  BodyPacker packer;
  const std::string packed = packer.pack(body);
  EXPECT_LT(2 * packed.size(), body.size());
  EXPECT_EQ(unpack_body(packed), body);
  EXPECT_EQ(packer.pack(body), packed);
}

// By every version of the program, forever.
TEST(PackedBody, IsReadAsItWasWritten) {
  const std::string packed =
      "\050\265\057\375\040\240\345\001\000\300\005\004\163\150\157\160\006\000\001\004\010\143\165\163\164\157\155\145\162\007\155\141\144\145\013\000\102\165\040\075\011\040\260\000\364\261\312\173\106\341\225\114\334\065\271\006\136\062\167\025\002\021\246\027\234\352\161\211\053"s;
  EXPECT_EQ(unpack_body(packed), encode(table()));
}

TEST(PackedBody, OfAnyObject) {
  test::RandomObjects objects(7);
  BodyPacker packer;
  for (int i = 0; i < 500; ++i) {
    const std::string body = encode(objects.object());
    ASSERT_EQ(unpack_body(packer.pack(body)), body);
  }
}

TEST(PackedBody, OrAsItIs) {
  BodyPacker packer;
  for (const std::string& body : {std::string(), std::string("short"), std::string(63, 'x')})
    EXPECT_EQ(packer.pack(body), body);
  EXPECT_EQ(unpack_body("\x05table and what an older store has"), "\x05table and what an older store has");
}

TEST(PackedBody, Damaged) {
  BodyPacker packer;
  const std::string body = encode(table());
  const std::string packed = packer.pack(body);
  EXPECT_NE(unpack_body(packed.substr(0, packed.size() - 3)), body);
  EXPECT_NE(unpack_body(packed.substr(0, 5)), body);
  std::string other = packed;
  other[other.size() / 2] ^= 1;
  EXPECT_NE(unpack_body(other), body);
}

}  // namespace
}  // namespace schema_audit
