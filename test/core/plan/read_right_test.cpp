#include "core/plan/read_right.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test/support/builders.hpp"
#include "test/support/comparing.hpp"

namespace schema_audit {
namespace {

using test::planned;
using test::root;
using testing::Contains;
using testing::HasSubstr;

Object table(const char* owner, TextMap privileges = {}) {
  Object object = root("table", "app", "t", 100, {{"owner", owner}});
  if (!privileges.empty()) object.attributes.set("privileges", std::move(privileges));
  return object;
}

Object view(const char* owner, TextMap options = {}) {
  Object object = root("view", "app", "v", 200, {{"owner", owner}, {"query", " SELECT FROM app.t"}});
  if (!options.empty()) object.attributes.set("options", std::move(options));
  object.needs = {{1259, 100, 0, false}};
  return object;
}

// Of a materialized view on top of these.
bool readable(const Object& table, const Object& view, const char* owner = "olga") {
  Object filled = root("materialized_view", "app", "m", 300, {{"owner", owner}});
  filled.needs = {{1259, 200, 0, false}};
  const auto objects = share({table, view, filled});
  const Model model(objects);
  return may_be_read(model, *model.relation("app.m"));
}

TEST(ReadRight, OfTheOwner) {
  EXPECT_TRUE(readable(table("olga"), view("olga")));
  EXPECT_FALSE(readable(table("olga"), view("anna"))) << "a view reads with its owner's right";
  EXPECT_FALSE(readable(table("anna"), view("anna"))) << "olga may not read the view";
  EXPECT_FALSE(readable(table("olga", {{"olga", "INSERT"}}), view("olga"))) << "revoked from herself";
}

TEST(ReadRight, ByAGrant) {
  EXPECT_TRUE(readable(table("anna", {{"olga", "INSERT, SELECT*"}}), view("olga")));
  EXPECT_TRUE(readable(table("anna", {{"PUBLIC", "SELECT"}}), view("olga")));
  EXPECT_TRUE(readable(table("anna", {{"olga", "ALL"}}), view("olga")));
  EXPECT_FALSE(readable(table("anna", {{"olga", "INSERT"}, {"eve", "SELECT"}}), view("olga")));
}

TEST(ReadRight, OfWhoReadsThroughTheView) {
  Object v = view("anna", {{"security_invoker", "true"}});
  v.attributes.set("privileges", TextMap{{"olga", "SELECT"}});
  EXPECT_TRUE(readable(table("olga"), v));
  v.attributes.set("options", TextMap{{"security_invoker", "false"}});
  EXPECT_FALSE(readable(table("olga"), v));
}

TEST(ReadRight, WithoutItTheRestOfThePlanGoesOn) {
  Object filled = root("materialized_view", "app", "m", 300, {{"owner", "olga"}, {"query", " SELECT 1"}});
  filled.needs = {{1259, 200, 0, false}};
  EXPECT_THAT(planned({}, {table("olga"), view("olga"), filled}),
              Contains("REFRESH MATERIALIZED VIEW app.m;"));
  EXPECT_THAT(planned({}, {table("anna"), view("olga"), filled}),
              Contains("DO $$BEGIN\n    REFRESH MATERIALIZED VIEW app.m;\nEXCEPTION WHEN "
                       "insufficient_privilege THEN\n    RAISE WARNING 'materialized view % stays without "
                       "data: %', 'app.m', SQLERRM;\nEND$$;"));
}

}  // namespace
}  // namespace schema_audit
