#include "test/support/hostile.hpp"

namespace schema_audit::test {

std::vector<std::string> hostile_names() {
  return {
      "",
      " ",
      "plain",
      "Order",
      "select",
      "grant",
      "1st",
      "a.b",
      "a b",
      "a\"b",
      "\"",
      "'; DROP TABLE t; --",
      "line\nfeed",
      "carriage\rreturn\ttab",
      "semi;colon",
      "$$body$$",
      "back\\slash",
      "\\x1b\x1b[31mred",
      "nul-free \x7f delete",
      "emoji \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80",
      "rtl \xe2\x80\xae override",
      "tag \xf3\xa0\x81\x81",
      "private \xf4\x8f\xbb\xbf use",
      "\xff\xfe not utf-8",
      "torn \xf0\x9f",
      "surrogate \xed\xa0\x80",
      "overlong \xc0\xaf",
      "\x80",
      "<script>alert(1)</script>",
      "`code` ```fence",
      "[link](javascript:x) *b* _i_ | cell",
      "\xc3\xa9t\xc3\xa9",
      std::string(63, 'n'),
      "\xe2\x82\xac" + std::string(60, 'e'),
  };
}

}  // namespace schema_audit::test
