#include "collector/report/markup.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

TEST(Markup, EscapesWhatMarkupActsOn) {
  EXPECT_EQ(markup_text("<a href=\"x\" b='y'>&amp;"), "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;");
}

TEST(Markup, HoldsNothingThatXmlForbids) {
  EXPECT_EQ(markup_text(std::string_view("a\0b\x1b[31m\x7f", 9)), "a\\x00b\\x1b[31m\\x7f");
  EXPECT_EQ(markup_text("\xef\xbf\xbe \xef\xbf\xbf"), "\\ufffe \\uffff");
  EXPECT_EQ(markup_text("\xff"), "\\xff");
  EXPECT_EQ(markup_text("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "half of a surrogate pair";
  EXPECT_EQ(markup_text("\xe2\x80\xae"), "\\u202e");
}

TEST(Markup, KeepsLinesOnlyInBlocks) {
  EXPECT_EQ(markup_text("a\n\tb"), "a\\n\\tb");
  EXPECT_EQ(markup_block("a\n\tb<"), "a\n\tb&lt;");
}

}  // namespace
}  // namespace schema_audit
