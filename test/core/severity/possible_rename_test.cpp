#include "core/severity/possible_rename.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diff/diff.hpp"
#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::root;
using test::table;
using test::with;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> notes(std::vector<Object> before, std::vector<Object> after,
                               const std::vector<RenameRule>& rules = {}) {
  std::vector<Finding> findings = grade(diff(std::move(before), std::move(after), Lineage::kUnrelated));
  note_possible_renames(findings, rules);
  std::vector<std::string> out;
  for (const Finding& f : findings) {
    if (!f.note.empty())
      out.push_back(f.code + " " + to_text(f.change.object) + " " + f.note.substr(0, f.note.find(',')));
  }
  return out;
}

Object column(const char* name, const char* type) {
  return part("column", name, {}, {{"type", std::string(type)}});
}

TEST(PossibleRename, IsNotedOnBothFindings) {
  EXPECT_THAT(notes({with(table("t"), {column("a", "text")})}, {with(table("t"), {column("b", "text")})}),
              ElementsAre("column.dropped public.t.a possibly renamed to public.t.b",
                          "column.added public.t.b possibly renamed from public.t.a"));
}

TEST(PossibleRename, OfATableGoesByItsColumns) {
  const Object now = with(root("table", "public", "u", 0, {{"comment", std::string("new")}}),
                          {column("a", "text"), part("index", "u_a")});
  EXPECT_THAT(notes({with(table("t"), {column("a", "text"), part("index", "t_a")})}, {now}),
              ElementsAre("table.dropped public.t possibly renamed to public.u",
                          "table.added public.u possibly renamed from public.t"));
  EXPECT_THAT(notes({with(table("t"), {column("b", "text")})}, {now}), IsEmpty());
}

TEST(PossibleRename, NeedsTheSameShapeAtTheSamePlace) {
  EXPECT_THAT(notes({with(table("t"), {column("a", "text")})}, {with(table("t"), {column("b", "integer")})}),
              IsEmpty());
  EXPECT_THAT(notes({table("t")}, {root("table", "w", "u")}), IsEmpty());
  EXPECT_THAT(notes({table("t")}, {root("view", "public", "u")}), IsEmpty());
}

TEST(PossibleRename, IsNotGuessedAmongSeveral) {
  EXPECT_THAT(notes({with(table("t"), {column("a", "text")})},
                    {with(table("t"), {column("b", "text"), column("c", "text")})}),
              IsEmpty());
}

TEST(PossibleRename, CanBeDenied) {
  const std::vector<Object> before{table("t")};
  const std::vector<Object> after{table("u")};
  EXPECT_THAT(notes(before, after, {{"table", "public.t", "public.u", false}}), IsEmpty());
  EXPECT_EQ(notes(before, after, {{"table", "public.t", "public.x", false}}).size(), 2U);
}

}  // namespace
}  // namespace schema_audit
