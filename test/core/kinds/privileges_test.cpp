#include "core/kinds/privileges.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace schema_audit {
namespace {

TEST(Privileges, NothingIsTheDefault) { EXPECT_EQ(parse_privileges(std::nullopt, "me", 'r'), TextMap{}); }

TEST(Privileges, LeavesOutWhatIsTheDefault) {
  EXPECT_EQ(parse_privileges("{me=arwdDxt/me}", "me", 'r'), TextMap{});
  EXPECT_EQ(parse_privileges("{me=arwdDxtm/me}", "me", 'r'), TextMap{}) << "MAINTAIN came with 17";
  EXPECT_EQ(parse_privileges("{=X/me,me=X/me}", "me", 'f'), TextMap{});
  EXPECT_EQ(parse_privileges("{=U/me,me=U/me}", "me", 'T'), TextMap{});
}

TEST(Privileges, NamesWhatWasGranted) {
  EXPECT_EQ(parse_privileges("{me=arwdDxt/me,you=r/me,=w/me,all=arwdDxt/me}", "me", 'r'),
            (TextMap{{"you", "SELECT"}, {"PUBLIC", "UPDATE"}, {"\"all\"", "ALL"}}));
  EXPECT_EQ(parse_privileges("{me=arwdDxt/me,you=r*a/me,them=a*r*w*d*D*x*t*/me}", "me", 'r'),
            (TextMap{{"you", "SELECT*, INSERT"}, {"them", "ALL*"}}));
}

TEST(Privileges, NamesWhatWasRevoked) {
  EXPECT_EQ(parse_privileges("{}", "me", 'r'), (TextMap{{"me", "none"}}));
  EXPECT_EQ(parse_privileges("{me=X/me}", "me", 'f'), (TextMap{{"PUBLIC", "none"}}));
  EXPECT_EQ(parse_privileges("{me=r/me}", "me", 'r'), (TextMap{{"me", "SELECT"}}));
}

TEST(Privileges, SaysWhoGrantedWhenItWasNotTheOwner) {
  EXPECT_EQ(parse_privileges("{me=arwdDxt/me,you=r/them}", "me", 'r'),
            (TextMap{{"you (granted by them)", "SELECT"}}));
}

TEST(Privileges, KnowsLanguagesAndForeignObjects) {
  EXPECT_EQ(parse_privileges("{=U/me,me=U/me}", "me", 'l'), TextMap{});
  EXPECT_EQ(parse_privileges("{me=U/me,you=U*/me}", "me", 'S'), (TextMap{{"you", "ALL*"}}));
  EXPECT_EQ(parse_privileges("{me=U/me,you=U/me}", "me", 'F'), (TextMap{{"you", "ALL"}}));
  EXPECT_EQ(parse_privileges("{me=rw/me,you=r/me}", "me", 'L'), (TextMap{{"you", "SELECT"}}));
}

TEST(Privileges, AddedOnesLeaveNothingOut) {
  EXPECT_EQ(parse_added_privileges("{=X/me,me=X/me}", "me", 'f'),
            (TextMap{{"PUBLIC", "ALL"}, {"me", "ALL"}}));
  EXPECT_EQ(parse_added_privileges("{}", "me", 'f'), TextMap{});
}

TEST(Privileges, ReadsHostileNames) {
  EXPECT_EQ(parse_privileges(R"({"\"a=/\"\",b\"=r/me"})", "me", 'c'), (TextMap{{"\"a=/\"\",b\"", "SELECT"}}));
}

TEST(Privileges, RefusesEverythingElse) {
  for (const char* text : {"x", "{x}", "{me=r}", "{me/r}"}) {
    EXPECT_THROW(parse_privileges(text, "me", 'r'), std::invalid_argument) << text;
  }
  EXPECT_THROW(parse_privileges("{me=r/me}", "me", '?'), std::invalid_argument);
}

}  // namespace
}  // namespace schema_audit
