#include "core/model/names_in_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace schema_audit {
namespace {

using ::testing::ElementsAre;

TEST(NamesInText, AreReplacedWhereTheyStandAlone) {
  EXPECT_EQ(replace_name("(a > 0) AND (ba < a) OR x.a", "a", "c"), "(c > 0) AND (ba < c) OR x.a");
  EXPECT_EQ(replace_name("nextval('public.s'::regclass)", "public.s", "w.s"), "nextval('w.s'::regclass)");
  EXPECT_EQ(replace_name("public.t.id", "public.t", "public.u"), "public.u.id");
  EXPECT_EQ(replace_name("old.t + older.t", "old.", "new.", true), "new.t + older.t");
  EXPECT_EQ(replace_name("\"a\" a", "a", "b"), "\"a\" b");
}

TEST(NamesInText, AreFoundWithWhatTheyAreIn) {
  EXPECT_THAT(names_in("f(public.t.c)"), ElementsAre("f", "public.t.c", "public.t", "public"));
  EXPECT_THAT(names_in("\"a b\".\"c.d\""), ElementsAre("\"a b\".\"c.d\"", "\"a b\""));
  EXPECT_THAT(names_in("x+1"), ElementsAre("x", "1"));
  EXPECT_THAT(names_in("\"open"), ElementsAre("\"open"));
  EXPECT_THAT(names_in(" .( "), ElementsAre());
}

}  // namespace
}  // namespace schema_audit
