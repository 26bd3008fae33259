#include "core/render/printable.hpp"

#include <gtest/gtest.h>

#include "core/render/utf8.hpp"
#include "test/support/hostile.hpp"
#include "test/support/random_objects.hpp"

namespace schema_audit {
namespace {

TEST(Printable, Table) {
  const std::pair<std::string, const char*> cases[] = {
      {"", ""},
      {"plain \xc3\xa9 \xf0\x9f\x91\xa9", "plain \xc3\xa9 \xf0\x9f\x91\xa9"},
      {"a\nb\tc\rd", "a\\nb\\tc\\rd"},
      {"\x1b[31m", "\\x1b[31m"},
      {std::string(1, '\0'), "\\x00"},
      {"\x7f", "\\x7f"},
      {"\xc2\x9b", "\\x9b"},  // C1: an escape sequence in one character
      {"\xe2\x80\xae", "\\u202e"},
      {"\xe2\x81\xa6", "\\u2066"},
      {"\xe2\x80\x8b", "\\u200b"},
      {"\xe2\x80\xa8", "\\u2028"},
      {"\xef\xbb\xbf", "\\ufeff"},
      {"\xef\xbf\xb9", "\\ufff9"},
      {"\xc2\xad", "\\xad"},
      {"\xf3\xa0\x81\x81", "\\U000e0041"},  // an invisible letter
      {"\xff", "\\xff"},
      {"\xed\xa0\x80", "\\xed\\xa0\\x80"},
      {"\xf0\x9f", "\\xf0\\x9f"},
      {"back\\slash", "back\\slash"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(printable(text), expected);
}

// Nothing that comes out can act on a terminal.
TEST(Printable, IsInertAndUtf8) {
  test::RandomObjects random(9);
  for (int i = 0; i < 5000; ++i) {
    const std::string text = printable(random.text());
    std::string_view rest = text;
    while (!rest.empty()) {
      const Character c = first_character(rest);
      ASSERT_TRUE(c.valid);
      ASSERT_GE(c.code, 0x20U);
      ASSERT_FALSE(c.code >= 0x7fU && c.code < 0xa0U);
      ASSERT_FALSE(c.code >= 0x202aU && c.code <= 0x202eU);
      rest.remove_prefix(c.length);
    }
    EXPECT_EQ(printable(text), text) << "twice is once";
  }
}

TEST(PrintableBlock, KeepsLines) {
  EXPECT_EQ(printable_block("a\n\tb\x1b", "  "), "  a\n  \tb\\x1b");
  EXPECT_EQ(printable_block("", "> "), "> ");
  EXPECT_EQ(printable_block("a\r\nb", ""), "a\\r\nb");
}

TEST(MarkdownText, Table) {
  const std::pair<std::string, const char*> cases[] = {
      {"plain", "plain"},
      {"<b>&", "&lt;b&gt;&amp;"},
      {"a|b", "a\\|b"},
      {"[x](y)", "\\[x\\]\\(y\\)"},
      {"![x]", "\\!\\[x\\]"},
      {"`code`", "\\`code\\`"},
      {"**b** _i_ ~s~", "\\*\\*b\\*\\* \\_i\\_ \\~s\\~"},
      {"# h", "\\# h"},
      {"1. x", "1\\. x"},
      {"http://x", "http\\://x"},
      {"\\", "\\\\"},
      {"a\nb", "a\\\\nb"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(markdown_text(text), expected);
}

TEST(MarkdownText, StaysOnItsLine) {
  for (const std::string& name : test::hostile_names()) {
    const std::string text = markdown_text(name);
    EXPECT_EQ(text.find_first_of("\n\r<>"), std::string::npos) << text;
  }
}

TEST(MarkdownCode, CannotBeLeft) {
  EXPECT_EQ(markdown_code("table.added"), "`table.added`");
  EXPECT_EQ(markdown_code("a`b"), "``a`b``");
  EXPECT_EQ(markdown_code("``"), "``` `` ```");
  EXPECT_EQ(markdown_code(""), "`  `");
  EXPECT_EQ(markdown_code("a\nb"), "`a\\nb`");
}

TEST(MarkdownFence, IsLongerThanAnyRunWithin) {
  EXPECT_EQ(markdown_fence("SELECT 1"), "```sql\nSELECT 1\n```\n");
  EXPECT_EQ(markdown_fence("a\n```\nb"), "````sql\na\n```\nb\n````\n");
  EXPECT_EQ(markdown_fence("`````"), "``````sql\n`````\n``````\n");
  EXPECT_EQ(markdown_fence("\x1b"), "```sql\n\\x1b\n```\n");
}

TEST(Shortened, CutsBetweenCharacters) {
  EXPECT_EQ(shortened("abc", 3), "abc");
  EXPECT_EQ(shortened("abcd", 3), "abc...");
  EXPECT_EQ(shortened("", 0), "");
  EXPECT_EQ(shortened("a", 0), "...");
  const std::string euros = "\xe2\x82\xac\xe2\x82\xac";
  EXPECT_EQ(shortened(euros, 6), euros);
  EXPECT_EQ(shortened(euros, 5), "\xe2\x82\xac...");
  EXPECT_EQ(shortened(euros, 3), "\xe2\x82\xac...");
  EXPECT_EQ(shortened(euros, 2), "...");
  EXPECT_EQ(shortened("\xf0\x9f\x91\xa9\xf0\x9f\x91\xa9", 7), "\xf0\x9f\x91\xa9...");
}

TEST(Shortened, DoesNotLoseBytesThatAreNoCharacters) {
  EXPECT_EQ(shortened(std::string(10, '\x80'), 5), std::string(5, '\x80') + "...");
}

TEST(OneLine, CollapsesWhiteSpace) {
  EXPECT_EQ(one_line("  a \n\t b\r\n"), "a b");
  EXPECT_EQ(one_line(""), "");
  EXPECT_EQ(one_line(" \n "), "");
  EXPECT_EQ(one_line("a\v\fb"), "a b");
}

}  // namespace
}  // namespace schema_audit
