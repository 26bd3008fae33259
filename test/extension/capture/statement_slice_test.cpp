#include "extension/capture/statement_slice.hpp"

#include <gtest/gtest.h>

#include <string>

namespace schema_audit {
namespace {

// The statement is between the marks < and >, which are what the parser would say; > at the very end stands
// for a length of 0.
std::string slice(std::string marked, bool plain_backslash = true) {
  const std::size_t begin = marked.find('<');
  marked.erase(begin, 1);
  const std::size_t end = marked.find('>');
  marked.erase(end, 1);
  const int length = end == marked.size() ? 0 : static_cast<int>(end - begin);
  return std::string(slice_statement(marked, static_cast<int>(begin), length, plain_backslash));
}

TEST(StatementSlice, OneOfSeveral) {
  EXPECT_EQ(slice("<a>; b"), "a");
  EXPECT_EQ(slice("a;< b>; c"), "b");
  EXPECT_EQ(slice("a; b;< c >"), "c");
  EXPECT_EQ(slice_statement(" a; b ", -1, 0, true), "a; b");
  EXPECT_EQ(slice_statement("a", 9, 3, true), "");
}

TEST(StatementSlice, LeadingCommentsWhereverTheParserPutsTheStart) {
  EXPECT_EQ(slice("a;< /*x*/ b>; c"), "/*x*/ b");
  EXPECT_EQ(slice("a; /*x*/ <b>; c"), "/*x*/ b");
  EXPECT_EQ(slice("/*x*/ -- y\n<b>"), "/*x*/ -- y\nb");
  EXPECT_EQ(slice("a; /*;*/ <b>"), "/*;*/ b");
  EXPECT_EQ(slice("a; -- x;\n <b>"), "-- x;\n b");
  EXPECT_EQ(slice("'--'; /*x*/ <b>"), "/*x*/ b");
  EXPECT_EQ(slice("'a;/*'; /* ; -- */ \n <b>"), "/* ; -- */ \n b");
  EXPECT_EQ(slice("$$;$$; /*x*/ <b>"), "/*x*/ b");
  EXPECT_EQ(slice("/* ; -- */\n<b>"), "/* ; -- */\nb");
  EXPECT_EQ(slice("a; /* ; -- */\n<b>"), "/* ; -- */\nb");
}

TEST(StatementSlice, TrailingCommentsOfTheLast) {
  EXPECT_EQ(slice("a;< b>; /*x*/"), "b; /*x*/");
  EXPECT_EQ(slice("a;< b /*x*/>"), "b /*x*/");
  EXPECT_EQ(slice("<a>; /*x*/ ; -- y"), "a; /*x*/ ; -- y");
  EXPECT_EQ(slice("<a>; /*x*/ b"), "a");
  EXPECT_EQ(slice("<a>; ; "), "a");
  EXPECT_EQ(slice("<a>; /*x"), "a; /*x");
}

// An element of another statement is never taken.
TEST(StatementSlice, NeverReachesIntoAnother) {
  EXPECT_EQ(slice("alter role x password 'hunter2' <b>"), "b");
  EXPECT_EQ(slice("p 'hunter2';< b>; q 'hunter3'"), "b");
  EXPECT_EQ(slice("p 'a\\'; hunter2';< b>", false), "b");
  EXPECT_EQ(slice("p 'a\\'; hunter2';< b>", true), "b");
  EXPECT_EQ(slice("p 'a\\'; /*'; hunter2*/ <b>", true), "/*'; hunter2*/ b");
}

}  // namespace
}  // namespace schema_audit
