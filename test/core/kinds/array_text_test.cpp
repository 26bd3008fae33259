#include "core/kinds/array_text.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace schema_audit {
namespace {

using Items = std::vector<std::string>;

TEST(ArrayText, ReadsWhatArrayOutWrites) {
  EXPECT_EQ(parse_array("{}"), Items{});
  EXPECT_EQ(parse_array("{a,b c,1}"), (Items{"a", "b c", "1"}));
  EXPECT_EQ(parse_array(R"({"","a,b","q\"q","b\\s","{}"," x "})"),
            (Items{"", "a,b", "q\"q", "b\\s", "{}", " x "}));
  EXPECT_EQ(parse_array("{NULL,a,\"NULL\"}"), (Items{"a", "NULL"}));
  EXPECT_EQ(parse_array("{\"new\nline\",😀}"), (Items{"new\nline", "😀"}));
}

TEST(ArrayText, RefusesEverythingElse) {
  for (const char* text : {"", "{", "}", "a", "{\"a}", "{\"a\"b}", "{{a}}", "{\"a\\}"}) {
    EXPECT_THROW(parse_array(text), std::invalid_argument) << text;
  }
}

}  // namespace
}  // namespace schema_audit
