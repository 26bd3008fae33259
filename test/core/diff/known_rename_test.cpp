#include "core/diff/known_rename.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/severity/finding.hpp"
#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::root;
using test::table;
using test::with;
using ::testing::ElementsAre;

Identity column(const char* table_name, const char* name) {
  return {"column", "public", table_name, name, ""};
}
Identity relation(const char* schema, const char* name) { return {"table", schema, "", name, ""}; }

std::vector<std::string> found(std::vector<Object> before, std::vector<Object> after,
                               const std::vector<KnownRename>& renames) {
  std::vector<std::string> out;
  for (const Change& change : diff_renamed(std::move(before), std::move(after), renames)) {
    const Finding finding = grade(change);
    out.push_back(finding.code + " " + (change.before ? to_text(*change.before) + " -> " : "") +
                  to_text(change.object));
  }
  return out;
}

Object side(const char* table_name, const char* column_name, const char* type) {
  return with(table(table_name),
              {part("column", column_name, {}, {{"type", std::string(type)}}), part("index", "i")});
}

TEST(KnownRename, IsARenameAndWhatElseChangedIsToldToo) {
  EXPECT_THAT(
      found({side("t", "a", "text")}, {side("t", "b", "integer")}, {{column("t", "a"), column("t", "b")}}),
      ElementsAre("column.renamed public.t.a -> public.t.b", "column.type.changed public.t.b"));
}

TEST(KnownRename, OfATableIsNoChangeOfItsParts) {
  EXPECT_THAT(found({side("t", "a", "text")}, {side("u", "a", "text")},
                    {{relation("public", "t"), relation("public", "u")}}),
              ElementsAre("table.renamed public.t -> public.u"));
  Object moved = root("table", "w", "t");
  moved.children = side("t", "a", "text").children;
  for (Object& child : moved.children) child.schema = "w";
  EXPECT_THAT(found({side("t", "a", "text")}, {moved}, {{relation("public", "t"), relation("w", "t")}}),
              ElementsAre("table.renamed public.t -> w.t"));
}

TEST(KnownRename, OfAColumnOfARenamedTable) {
  EXPECT_THAT(
      found({side("t", "a", "text")}, {side("u", "b", "text")},
            {{column("t", "a"), column("u", "b")}, {relation("public", "t"), relation("public", "u")}}),
      ElementsAre("table.renamed public.t -> public.u", "column.renamed public.t.a -> public.u.b"));
}

TEST(KnownRename, IsNoneWhereBothAreThere) {
  EXPECT_THAT(
      found({table("a"), table("b")}, {table("b")}, {{relation("public", "a"), relation("public", "b")}}),
      ElementsAre("table.dropped public.a"));
  EXPECT_THAT(
      found({table("a")}, {table("a"), table("b")}, {{relation("public", "a"), relation("public", "b")}}),
      ElementsAre("table.added public.b"));
  EXPECT_THAT(found({}, {table("b")}, {{relation("public", "a"), relation("public", "b")}}),
              ElementsAre("table.added public.b"));
}

}  // namespace
}  // namespace schema_audit
