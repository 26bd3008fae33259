#include "extension/actor/comment_tags.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

std::string actor(std::string_view statement) { return actor_in_comments(statement, true); }

TEST(CommentTags, ReadsBothForms) {
  EXPECT_EQ(actor("DROP TABLE t /*action='%2Fpolls',actor='maria%40x.org'*/"), "maria@x.org");
  EXPECT_EQ(actor("DROP TABLE t; /* actor='maria' , db_driver='d' */"), "maria");
  EXPECT_EQ(actor("/*application:web,actor:maria*/ DROP TABLE t"), "maria");
  EXPECT_EQ(actor("/*actor:urn:person:7, line:a.rb:3:in x*/ DROP TABLE t"), "urn:person:7");
  EXPECT_EQ(actor("DROP TABLE t /*actor='O\\'Hara%2C%20M'*/"), "O'Hara, M");
  EXPECT_EQ(actor("DROP TABLE t /*actor='100%',x='%zz%4'*/"), "100%");
}

TEST(CommentTags, KnowsWhoIsNamedFirst) {
  EXPECT_EQ(actor("/*user:low,actor:high*/ DROP TABLE t"), "high");
  EXPECT_EQ(actor("/*db_user:a,username:b*/ DROP TABLE t"), "b");
  EXPECT_EQ(actor("/*actor:before*/ DROP TABLE t /*actor='behind'*/"), "behind");
  EXPECT_EQ(actor("/*actor:one*/ /*actor:two*/ DROP TABLE t"), "two");
  EXPECT_EQ(actor("/*actor:*/ DROP TABLE t"), "");
}

TEST(CommentTags, ProseIsNoTag) {
  EXPECT_EQ(actor("/* the actor: maria, said so */ DROP TABLE t"), "");
  EXPECT_EQ(actor("/* actor:maria, who else */ DROP TABLE t"), "");
  EXPECT_EQ(actor("/* actor='maria' */ /* actor='x */ DROP TABLE t"), "maria");
  EXPECT_EQ(actor("/*actor='maria',*/ DROP TABLE t"), "");
  EXPECT_EQ(actor("/* /* actor:maria */ */ DROP TABLE t"), "");
  EXPECT_EQ(actor("-- actor:maria\nDROP TABLE t"), "");
}

TEST(CommentTags, OnlyAroundTheStatement) {
  EXPECT_EQ(actor("DROP /*actor:maria*/ TABLE t"), "");
  EXPECT_EQ(actor("COMMENT ON TABLE t IS '/*actor:maria*/'"), "");
  EXPECT_EQ(actor("DO $$ /*actor:maria*/ $$"), "");
  EXPECT_EQ(actor("DROP TABLE \"/*actor:maria*/\""), "");
  EXPECT_EQ(actor("DROP /*actor:middle*/ TABLE t /*actor:end*/"), "end");
}

TEST(CommentTags, SurvivesWhatIsUnfinished) {
  for (const char* text :
       {"", "/*", "/**/", "/*/", "/*'*/", "/*=*/", "/*='*/", "/*actor='*/", "/*actor='a\\*/", "/*,*/",
        "/*:*/", "DROP TABLE t /*actor:maria", "/*actor='%00'*/ x"}) {
    EXPECT_TRUE(actor(text).empty() || actor(text) == "%00") << text;
  }
}

}  // namespace
}  // namespace schema_audit
