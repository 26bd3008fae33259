#include "core/kinds/column_numbers.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "core/kinds/catalog_reader.hpp"
#include "test/core/kinds/text_rows.hpp"

namespace schema_audit {
namespace {

Object column(std::string name, std::int32_t number) {
  Object object;
  object.kind = "column";
  object.name = std::move(name);
  object.hint = {100, number};
  return object;
}

// Column 2 was dropped.
Object table() {
  Object object;
  object.kind = "table";
  object.name = "t";
  object.children = {column("id", 1), column("Two Words", 3), column("order", 4)};
  return object;
}

TEST(ColumnNumbers, TakesTheSuffixOffTheName) {
  std::string_view name = "columns#names";
  EXPECT_EQ(take_suffix(name), ColumnNumbers::kNames);
  EXPECT_EQ(name, "columns");
  name = "columns#elements";
  EXPECT_EQ(take_suffix(name), ColumnNumbers::kElements);
  name = "columns#keys";
  EXPECT_EQ(take_suffix(name), ColumnNumbers::kKeys);
  name = "columns";
  EXPECT_EQ(take_suffix(name), ColumnNumbers::kNone);
  EXPECT_EQ(name, "columns");
}

TEST(ColumnNumbers, NamesStayAsTheyAre) {
  const Object root = table();
  EXPECT_EQ(name_columns({root}, "{4,1,3}", ColumnNumbers::kNames), (TextList{"order", "id", "Two Words"}));
}

TEST(ColumnNumbers, ElementsAreQuotedAndKeepWhatFollows) {
  const Object root = table();
  const std::string array = "{\"3 COLLATE \\\"C\\\" DESC\",1,\"lower(x)\",\"(1 + 2)\",\"4 DESC\"}";
  EXPECT_EQ(name_columns({root}, array, ColumnNumbers::kElements),
            (TextList{"\"Two Words\" COLLATE \"C\" DESC", "id", "lower(x)", "(1 + 2)", "\"order\" DESC"}));
}

TEST(ColumnNumbers, KeysSayWhenTheyLeaveTheCollationOfTheColumn) {
  const Object root = table();
  EXPECT_EQ(name_columns({root, {4}}, "{1,4}", ColumnNumbers::kKeys),
            (TextList{"id", R"("order" COLLATE "default")"}));
  EXPECT_EQ(name_columns({root, {4}}, "{1,4}", ColumnNumbers::kElements), (TextList{"id", R"("order")"}));
}

TEST(ColumnNumbers, ANumberWithoutAColumnIsAnError) {
  const Object root = table();
  for (const char* array : {"{2}", "{5}", "{0}", "{-1}"})
    EXPECT_THROW(name_columns({root}, array, ColumnNumbers::kNames), std::logic_error) << array;
  EXPECT_THROW(name_columns({root}, "{id}", ColumnNumbers::kNames), std::logic_error);
  EXPECT_THROW(name_columns({root}, "{id}", ColumnNumbers::kKeys), std::logic_error);
}

TEST(ColumnNumbers, PartsAreNamedByTheColumnsOfTheirRoot) {
  TextRows rows;
  rows.set("table", {{"oid", "schema", "name"}, {{"100", "public", "a"}, {"200", "public", "b"}}});
  rows.set("column", {{"oid", "parent_oid", "number", "name", "own_collation"},
                      {{"100", "100", "1", "x", std::nullopt},
                       {"100", "100", "2", "y", "t"},
                       {"200", "200", "2", "alone", std::nullopt}}});
  rows.set("constraint", {{"oid", "parent_oid", "name", "columns#names"}, {{"500", "100", "k", "{2,1}"}}});
  rows.set("index",
           {{"oid", "parent_oid", "name", "columns#elements", "columns#keys"},
            {{"600", "100", "i", std::nullopt, "{2}"}, {"700", "200", "j", "{\"2 DESC\"}", std::nullopt}}});
  std::vector<Object> objects;
  read_catalog(rows, [&](Object&& object) { objects.push_back(std::move(object)); });
  ASSERT_EQ(objects.size(), 2U);
  const auto list = [&](std::size_t object, std::size_t part) {
    return std::get<TextList>(*objects.at(object).children.at(part).attributes.find("columns"));
  };
  EXPECT_EQ(list(0, 2), (TextList{"y", "x"}));
  EXPECT_EQ(list(0, 3), (TextList{R"(y COLLATE "default")"}));
  EXPECT_EQ(list(1, 1), (TextList{"alone DESC"}));
}

}  // namespace
}  // namespace schema_audit
