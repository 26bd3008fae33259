#include "extension/capture/sql_lexer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace schema_audit {
namespace {

using Parts = std::vector<std::pair<Token, std::string>>;

Parts parts(std::string_view text, bool plain_backslash = true) {
  Parts out;
  for (Lexeme lexeme = next_lexeme(text, 0, plain_backslash); lexeme.token != Token::kEnd;
       lexeme = next_lexeme(text, lexeme.end, plain_backslash)) {
    out.emplace_back(lexeme.token, text.substr(lexeme.begin, lexeme.end - lexeme.begin));
  }
  return out;
}

// The whole text is one element of this kind.
void expect_whole(std::string_view text, Token token, bool plain_backslash = true) {
  EXPECT_EQ(parts(text, plain_backslash), (Parts{{token, std::string(text)}})) << text;
}

TEST(SqlLexer, Strings) {
  for (const char* text : {"'a'", "''", "'it''s'", "'a;b--c/*d'", "E'a\\'b'", "e'\\\\'", "B'01'", "X'ff'",
                           "N'a'", "U&'\\0061'", "u&'a''b'", "$$a'b$$", "$tag$ $$ $other$ $tag$", "$a1$x$a1$",
                           "$\xc3\xbc$x$\xc3\xbc$", "'\xc3\xbc\xe2\x82\xac'"}) {
    expect_whole(text, Token::kString);
  }
  expect_whole("'a\\'b'", Token::kString, false);
  expect_whole("'a\\'", Token::kString, true);
  expect_whole("N'a\\'b'", Token::kString, false);
}

TEST(SqlLexer, Comments) {
  for (const char* text : {"-- a", "--", "/**/", "/* a /* b */ c */", "/*/**/*/", "/* ' */", "/* ; -- */"}) {
    expect_whole(text, Token::kComment);
  }
  EXPECT_EQ(parts("--a\nb"), (Parts{{Token::kComment, "--a"}, {Token::kSpace, "\n"}, {Token::kWord, "b"}}));
  EXPECT_EQ(parts("--a\rb").size(), 3U);
}

TEST(SqlLexer, Names) {
  for (const char* text : {"\"a\"", "\"a\"\"b\"", "\"a'b--\"", "U&\"a\"", "\"\\\""})
    expect_whole(text, Token::kQuotedName);
  for (const char* text : {"a", "_a1$b$c$", "\xc3\xbc", "U", "e", "x"}) expect_whole(text, Token::kWord);
}

TEST(SqlLexer, DollarsThatBeginNoString) {
  EXPECT_EQ(parts("a$$b$$"), (Parts{{Token::kWord, "a$$b$$"}}));
  EXPECT_EQ(parts("$1"), (Parts{{Token::kOther, "$"}, {Token::kOther, "1"}}));
  EXPECT_EQ(parts("$1$"), (Parts{{Token::kOther, "$"}, {Token::kOther, "1"}, {Token::kOther, "$"}}));
}

TEST(SqlLexer, WhatIsUnfinishedGoesToTheEnd) {
  for (const char* text : {"'a", "E'a\\", "E'a\\'", "$$a", "$x$a$y$", "U&'a"})
    expect_whole(text, Token::kString);
  for (const char* text : {"/* a", "/*/* a */", "/*"}) expect_whole(text, Token::kComment);
  for (const char* text : {"\"a", "U&\"a"}) expect_whole(text, Token::kQuotedName);
}

TEST(SqlLexer, CoversEveryTextWithoutOverlap) {
  const std::string_view alphabet = "a'\"$-/*\\;Eu& \n1";
  unsigned seed = 7;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (int i = 0; i < 12; ++i)
      text += alphabet[(seed = seed * 1103515245U + 12345U) / 65536U % alphabet.size()];
    std::string joined;
    for (const auto& [token, part] : parts(text, round % 2 == 0)) {
      ASSERT_FALSE(part.empty()) << text;
      joined += part;
    }
    ASSERT_EQ(joined, text);
  }
}

}  // namespace
}  // namespace schema_audit
