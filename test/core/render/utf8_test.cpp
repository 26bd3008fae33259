#include "core/render/utf8.hpp"

#include <gtest/gtest.h>

#include "test/support/hostile.hpp"
#include "test/support/random_objects.hpp"

namespace schema_audit {
namespace {

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const Character c = first_character(text);
    if (!c.valid) return false;
    text.remove_prefix(c.length);
  }
  return true;
}

TEST(FirstCharacter, Table) {
  struct Case {
    const char* text;
    bool valid;
    std::uint32_t code;
    std::size_t length;
  };
  const Case cases[] = {
      {"a", true, 'a', 1},
      {"\x7f", true, 0x7f, 1},
      {"\xc2\x80", true, 0x80, 2},
      {"\xdf\xbf", true, 0x7ff, 2},
      {"\xe0\xa0\x80", true, 0x800, 3},
      {"\xed\x9f\xbf", true, 0xd7ff, 3},
      {"\xef\xbf\xbf", true, 0xffff, 3},
      {"\xf0\x90\x80\x80", true, 0x10000, 4},
      {"\xf4\x8f\xbf\xbf", true, 0x10ffff, 4},
      {"\x80", false, 0, 1},      // a continuation alone
      {"\xc0\xaf", false, 0, 1},  // overlong
      {"\xc1\xbf", false, 0, 1},
      {"\xe0\x9f\xbf", false, 0, 1},
      {"\xf0\x8f\xbf\xbf", false, 0, 1},
      {"\xed\xa0\x80", false, 0, 1},      // a surrogate
      {"\xf4\x90\x80\x80", false, 0, 1},  // beyond Unicode
      {"\xf5\x80\x80\x80", false, 0, 1},
      {"\xff", false, 0, 1},
      {"\xe2\x82", false, 0, 1},  // torn
      {"\xe2\x82z", false, 0, 1},
      {"\xc2", false, 0, 1},
  };
  for (const Case& c : cases) {
    const Character found = first_character(c.text);
    EXPECT_EQ(found.valid, c.valid) << ::testing::PrintToString(c.text);
    EXPECT_EQ(found.length, c.length) << ::testing::PrintToString(c.text);
    if (c.valid) {
      EXPECT_EQ(found.code, c.code);
    }
  }
}

TEST(ToUtf8, LosesNothing) {
  test::RandomObjects random(8);
  for (int i = 0; i < 5000; ++i) {
    const std::string bytes = random.text();
    EXPECT_TRUE(is_utf8(to_utf8(bytes)));
    EXPECT_EQ(from_utf8(to_utf8(bytes)), bytes);
  }
  for (int byte = 0; byte < 256; ++byte) {
    const std::string one(1, static_cast<char>(byte));
    EXPECT_TRUE(is_utf8(to_utf8(one)));
    EXPECT_EQ(from_utf8(to_utf8(one)), one);
  }
}

TEST(ToUtf8, LeavesUtf8Alone) {
  for (const char* text :
       {"", "plain", "\xc3\xa9t\xc3\xa9", "\xf0\x9f\x91\xa9", "\xf4\x8f\xb9\xbf", "\xf4\x8f\xbc\x80"})
    EXPECT_EQ(to_utf8(text), text);
}

// Text that looks like the stand-in of a byte must not become that byte.
TEST(ToUtf8, TellsStandInsApart) {
  const std::string byte = "\xff";
  const std::string stand_in = to_utf8(byte);
  EXPECT_EQ(stand_in, "\xf4\x8f\xbb\xbf");
  EXPECT_NE(to_utf8(stand_in), stand_in);
  EXPECT_EQ(from_utf8(to_utf8(stand_in)), stand_in);
}

}  // namespace
}  // namespace schema_audit
