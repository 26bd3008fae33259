#include "collector/config/expand.hpp"

#include <gtest/gtest.h>

#include <string>

#include "test/support/fake_environment.hpp"

namespace schema_audit {
namespace {

const Environment kEnvironment =
    fake_environment({{"HOST", "db1"}, {"EMPTY", ""}, {"NESTED", "${HOST}"}, {"_x9", "under"}});

struct ExpandCase {
  std::string text;
  std::string expected;
};

class Expand : public testing::TestWithParam<ExpandCase> {};

TEST_P(Expand, Gives) { EXPECT_EQ(expand(GetParam().text, kEnvironment), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(All, Expand,
                         testing::Values(ExpandCase{"", ""}, ExpandCase{"plain", "plain"},
                                         ExpandCase{"${HOST}", "db1"},
                                         ExpandCase{"a${HOST}b${HOST}", "adb1bdb1"},
                                         ExpandCase{"${NO:-fallback}", "fallback"}, ExpandCase{"${NO:-}", ""},
                                         ExpandCase{"${EMPTY:-full}", "full"}, ExpandCase{"${EMPTY}", ""},
                                         ExpandCase{"${HOST:?needed}", "db1"}, ExpandCase{"$$", "$"},
                                         ExpandCase{"$${HOST}", "${HOST}"}, ExpandCase{"$$$$x", "$$x"},
                                         ExpandCase{"${NESTED}", "${HOST}"}, ExpandCase{"${_x9}", "under"},
                                         ExpandCase{"${NO:-a:b/c d}", "a:b/c d"}));

std::string error_of(const std::string& text) {
  try {
    expand(text, kEnvironment);
  } catch (const ExpansionError& error) {
    return error.what();
  }
  return "";
}

TEST(ExpandErrors, SayWhatIsWrong) {
  EXPECT_EQ(error_of("${NO}"), "environment variable NO is not set");
  EXPECT_EQ(error_of("${NO:?set it to the host}"), "environment variable NO: set it to the host");
  EXPECT_EQ(error_of("${EMPTY:?}"), "environment variable EMPTY is not set");
  EXPECT_NE(error_of("$HOST").find("a single $"), std::string::npos);
  EXPECT_NE(error_of("cost$").find("a single $"), std::string::npos);
  EXPECT_NE(error_of("${HOST").find("without"), std::string::npos);
  EXPECT_NE(error_of("${}").find("cannot read"), std::string::npos);
  EXPECT_NE(error_of("${9A}").find("cannot read"), std::string::npos);
  EXPECT_NE(error_of("${HOST-x}").find("cannot read"), std::string::npos);
}

}  // namespace
}  // namespace schema_audit
