#include "core/model/object.hpp"

#include <gtest/gtest.h>

#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::table;
using test::with;

TEST(Object, EqualityIsContentOnly) {
  const Object a = with(table("t", 1), {part("column", "c", {1, 1})});
  Object b = with(table("t", 2), {part("column", "c", {2, 7})});
  EXPECT_EQ(a, b);
  b.children[0].attributes.set("not_null", true);
  EXPECT_FALSE(a == b);
}

TEST(Object, IdentityOfAPartNamesItsRoot) {
  const Object t = with(test::root("table", "app", "t"), {part("column", "c")});
  EXPECT_EQ(identity_of(t), (Identity{"table", "app", "", "t", ""}));
  EXPECT_EQ(identity_of(t, t.children[0]), (Identity{"column", "app", "t", "c", ""}));
}

TEST(SortChildren, ByKindNameArguments) {
  Object t = table("t");
  t.children = {part("index", "a"), part("column", "b"), part("constraint", "a"), part("column", "B"),
                part("column", "")};
  sort_children(t);
  std::vector<std::string> order;
  for (const Object& child : t.children) order.push_back(child.kind + " " + child.name);
  EXPECT_EQ(order, (std::vector<std::string>{"column ", "column B", "column b", "constraint a", "index a"}));
}

TEST(Hint, IsKnownByItsOid) {
  EXPECT_FALSE(Hint{}.known());
  EXPECT_FALSE((Hint{0, 5}).known());
  EXPECT_TRUE((Hint{1, 0}).known());
}

}  // namespace
}  // namespace schema_audit
