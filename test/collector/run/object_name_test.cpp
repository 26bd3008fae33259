#include "collector/run/object_name.hpp"

#include <gtest/gtest.h>

#include "collector/error.hpp"
#include "test/fuzz/mutation.hpp"
#include "test/fuzz/name.hpp"
#include "test/support/hostile.hpp"
#include "test/support/random_objects.hpp"

namespace schema_audit {
namespace {

TEST(ObjectName, IsReadAsSqlReadsIt) {
  EXPECT_EQ(parse_object_name("Public.Orders").names, (std::vector<std::string>{"public", "orders"}));
  EXPECT_EQ(parse_object_name(R"("a.b"."c""d".e)").names, (std::vector<std::string>{"a.b", "c\"d", "e"}));
  EXPECT_EQ(parse_object_name("table public.orders").kind, "table");
  EXPECT_EQ(parse_object_name("public.f(integer)").names, (std::vector<std::string>{"public", "f"}));
  for (const char* text : {"", ".", "a.", ".a", "\"a", R"("a"b)", "\"\"", "a..b"}) {
    EXPECT_THROW(parse_object_name(text), CollectorError) << text;
  }
}

TEST(ObjectName, MeansWhatBelongsToTheClusterWithItsKindOnly) {
  const Identity role{"role", "", "", "joe", ""};
  const Identity schema{"schema", "", "", "joe", ""};
  EXPECT_FALSE(means(parse_object_name("joe"), role));
  EXPECT_TRUE(means(parse_object_name("role joe"), role));
  EXPECT_TRUE(means(parse_object_name("joe"), schema));
  EXPECT_FALSE(means(parse_object_name("role joe"), schema));
}

TEST(ObjectName, PrintedItMeansTheObject) {
  for (const std::string& name : test::hostile_names()) {
    EXPECT_NO_THROW(test::fuzz_name(name + "\n" + name + "\n" + name)) << name;
  }
  test::RandomObjects random(75);
  test::Mutation mutation(76, {"\"", ".", "(", ")", " ", "table ", "\n", "on", "'"});
  for (int i = 0; i < 20'000; ++i) {
    const std::string input = mutation.of(random.text() + "\n" + random.text() + "\n" + random.text());
    ASSERT_NO_THROW(test::fuzz_name(input)) << input;
  }
}

}  // namespace
}  // namespace schema_audit
