#include "core/kinds/catalog_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "test/core/kinds/text_rows.hpp"

namespace schema_audit {
namespace {

std::vector<Object> read(RowSource& source, std::vector<Skipped>* skipped = nullptr) {
  std::vector<Object> objects;
  auto left_out = read_catalog(source, [&](Object&& object) { objects.push_back(std::move(object)); });
  if (skipped) *skipped = std::move(left_out);
  return objects;
}

void two_tables(TextRows& rows) {
  rows.set("table",
           {{"oid", "schema", "name", "owner", "acl_owner", "privileges", "options", "row_security",
             "partition_of"},
            {{"100", "public", "a", "me", "me", "{me=arwdDxt/me,you=r/me}", "{fillfactor=70,toast.x=1}", "t",
              std::nullopt},
             {"300", "s", "b", "me", "me", std::nullopt, std::nullopt, "f", "{\"My Schema\",parent}"}}});
  rows.set("column", {{"oid", "parent_oid", "number", "name", "type", "not_null", "statistics", "options"},
                      {{"100", "100", "2", "z", "text", "f", "0", "{pg_attver=0/16B3748}"},
                       {"100", "100", "1", "a", "integer", "t", std::nullopt, "{n_distinct=5,pg_attver=1}"},
                       {"200", "200", "1", "orphan", "integer", "f", std::nullopt, std::nullopt},
                       {"300", "300", "1", "b", "text", "f", std::nullopt, std::nullopt}}});
  rows.set("constraint", {{"oid", "parent_oid", "name", "constraint_type", "columns"},
                          {{"500", "100", "a_key", "unique", "{z,\"a,\\\"b\\\"\",\"NULL\"}"}}});
}

TEST(CatalogReader, MergesPartsIntoTheirRoots) {
  TextRows rows;
  two_tables(rows);
  const std::vector<Object> objects = read(rows);
  ASSERT_EQ(objects.size(), 2U);
  const Object& a = objects[0];
  EXPECT_EQ(a.name, "a");
  ASSERT_EQ(a.children.size(), 3U);
  EXPECT_EQ(a.children[0].name, "a");  // columns come before constraints, by name
  EXPECT_EQ(a.children[1].name, "z");
  EXPECT_EQ(a.children[2].kind, "constraint");
  EXPECT_EQ(a.children[2].schema, "public");
  ASSERT_EQ(objects[1].children.size(), 1U);
  EXPECT_EQ(objects[1].children[0].name, "b");
}

TEST(CatalogReader, ReadsOnlyWhatIsSelected) {
  TextRows rows;
  two_tables(rows);
  CatalogSelection only;
  only.limit(Catalog::kRelation, {300, 400});
  std::vector<Object> objects;
  EXPECT_EQ(read_catalog(
                rows, [&](Object&& object) { objects.push_back(std::move(object)); }, {}, &only),
            std::vector<Skipped>{});
  EXPECT_EQ(objects, (std::vector<Object>{read(rows).at(1)}));
  EXPECT_EQ(rows.selected("column"), "300,400");
  EXPECT_EQ(rows.selected("schema"), "");
  EXPECT_TRUE(rows.asked("schema"));
}

TEST(CatalogReader, AsksNothingOfWhatNothingIsSelectedOf) {
  TextRows rows;
  two_tables(rows);
  rows.set("schema", {{"oid", "name"}, {{"50", "public"}}});
  CatalogSelection only;
  only.limit(Catalog::kRelation, {300});
  for (const Catalog catalog : {Catalog::kSchema, Catalog::kProcedure, Catalog::kExtension})
    only.limit(catalog, {});
  int objects = 0;
  read_catalog(
      rows, [&](Object&&) { ++objects; }, {}, &only);
  EXPECT_EQ(objects, 1);
  EXPECT_TRUE(rows.asked("column"));
  for (const auto kind : {"schema", "routine", "extension", "view", "index"})
    EXPECT_FALSE(rows.asked(kind)) << kind;
}

TEST(CatalogReader, KeepsHintsBesideTheContent) {
  TextRows rows;
  two_tables(rows);
  const std::vector<Object> objects = read(rows);
  EXPECT_EQ(objects[0].hint, (Hint{100, 0}));
  EXPECT_EQ(objects[0].children[0].hint, (Hint{100, 1}));
  EXPECT_EQ(objects[0].children[2].hint, (Hint{500, 0}));
}

TEST(CatalogReader, TurnsFieldsIntoValues) {
  TextRows rows;
  two_tables(rows);
  const std::vector<Object> objects = read(rows);
  const Attributes& a = objects[0].attributes;
  EXPECT_EQ(*a.find("options"), Value(TextMap{{"fillfactor", "70"}, {"toast.x", "1"}}));
  EXPECT_EQ(*a.find("privileges"), Value(TextMap{{"you", "SELECT"}}));
  EXPECT_TRUE(a.flag("row_security"));
  EXPECT_EQ(objects[1].attributes.text("partition_of"), "\"My Schema\".parent");
  EXPECT_EQ(objects[1].attributes.find("row_security"), nullptr);
  const Attributes& key = objects[0].children[2].attributes;
  EXPECT_EQ(*key.find("columns"), Value(TextList{"z", "a,\"b\"", "NULL"}));
  EXPECT_EQ(*objects[0].children[1].attributes.find("statistics"), Value(std::int64_t{0}));
}

TEST(CatalogReader, DropsTheServersPrivateColumnOption) {
  TextRows rows;
  two_tables(rows);
  const std::vector<Object> objects = read(rows);
  EXPECT_EQ(*objects[0].children[0].attributes.find("options"), Value(TextMap{{"n_distinct", "5"}}));
  EXPECT_EQ(objects[0].children[1].attributes.find("options"), nullptr);
}

TEST(CatalogReader, ReportsWhatItLeavesOut) {
  TextRows rows;
  two_tables(rows);
  rows.set("unmodelled", {{"kind", "count"}, {{"other relation", "3"}}});
  std::vector<Skipped> skipped;
  read(rows, &skipped);
  ASSERT_EQ(skipped.size(), 2U);
  EXPECT_EQ(skipped[0].kind, "column");
  EXPECT_EQ(skipped[0].count, 1);
  EXPECT_EQ(skipped[1], (Skipped{"other relation", "not modelled yet", 3}));
}

TEST(CatalogReader, AttachesSecurityLabels) {
  TextRows rows;
  two_tables(rows);
  rows.set("security_labels", {{"catalog", "object", "number", "labels"},
                               {{"1259", "100", "0", "{dummy=top=1,\"other=a, b\"}"},
                                {"1259", "300", "1", "{dummy=low}"},
                                {"1255", "7", "0", "{dummy=lost}"}}});
  std::vector<Skipped> skipped;
  const std::vector<Object> objects = read(rows, &skipped);
  EXPECT_EQ(*objects[0].attributes.find("security_labels"),
            Value(TextMap{{"dummy", "top=1"}, {"other", "a, b"}}));
  EXPECT_EQ(objects[1].attributes.find("security_labels"), nullptr);
  EXPECT_EQ(*objects[1].children[0].attributes.find("security_labels"), Value(TextMap{{"dummy", "low"}}));
  ASSERT_EQ(skipped.size(), 2U);
  EXPECT_EQ(skipped[1].kind, "security label");
  EXPECT_EQ(skipped[1].count, 1);
}

TEST(CatalogReader, EachRowCanSayWhatItsPrivilegesAreFor) {
  TextRows rows;
  rows.set("default_privileges", {{"oid", "schema", "name", "acl_owner", "acl_type", "privileges"},
                                  {{"1", std::nullopt, "everywhere", "me", "f", "{me=X/me}"},
                                   {"2", "s", "in s", "me", "f+", "{you=X/me}"}}});
  const std::vector<Object> objects = read(rows);
  ASSERT_EQ(objects.size(), 2U);
  EXPECT_EQ(*objects[0].attributes.find("privileges"), Value(TextMap{{"PUBLIC", "none"}}));
  EXPECT_EQ(*objects[1].attributes.find("privileges"), Value(TextMap{{"you", "ALL"}}));
}

TEST(CatalogReader, DoesNotAskForKindsThatAreNotThere) {
  TextRows rows;
  two_tables(rows);
  read(rows);
  EXPECT_TRUE(rows.asked("table"));
  EXPECT_TRUE(rows.asked("view")) << "common enough to be asked for at once";
  EXPECT_FALSE(rows.asked("publication"));
  rows.set("publication", {{"oid", "name"}, {{"9", "p"}}});
  EXPECT_EQ(read(rows).size(), 3U);
  EXPECT_TRUE(rows.asked("publication"));
}

TEST(CatalogReader, RefusesAQueryThatDisagreesWithItsKind) {
  TextRows unknown;
  unknown.set("table", {{"oid", "schema", "name", "colour"}, {}});
  EXPECT_THROW(read(unknown), std::logic_error);
  TextRows unsorted;
  unsorted.set("table", {{"oid", "schema", "name"}, {{"7", "s", "a"}, {"5", "s", "b"}}});
  EXPECT_THROW(read(unsorted), std::logic_error);
  TextRows no_parent;
  no_parent.set("index", {{"oid", "name"}, {}});
  EXPECT_THROW(read(no_parent), std::logic_error);
}

TEST(CatalogReader, CallsTheCheckpoint) {
  TextRows rows;
  TextTable table{{"oid", "schema", "name"}, {}};
  for (int i = 0; i < 2000; ++i) table.rows.push_back({std::to_string(i + 1), "s", "t" + std::to_string(i)});
  rows.set("table", std::move(table));
  int calls = 0;
  read_catalog(
      rows, [](Object&&) {}, [&] { ++calls; });
  EXPECT_GE(calls, 3);
  EXPECT_THROW(read_catalog(
                   rows, [](Object&&) {}, [] { throw std::runtime_error("stop"); }),
               std::runtime_error);
}

}  // namespace
}  // namespace schema_audit
