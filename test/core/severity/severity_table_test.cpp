// The table that users count on, row by row: from two sets of objects to the code and the severity.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/diff/diff.hpp"
#include "core/severity/finding.hpp"
#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::table;
using test::with;

struct Row {
  const char* name;
  std::vector<Object> before;
  std::vector<Object> after;
  const char* code;
  Severity severity;
};

Object column(std::string type, bool not_null = false) {
  Object object = part("column", "c", {1, 1}, {{"type", std::move(type)}});
  object.attributes.set("not_null", not_null);
  return object;
}

Object constraint(const char* type) {
  return part("constraint", "k", {7, 0}, {{"constraint_type", std::string(type)}});
}

Object with_one(Object child) { return with(table("t", 1), {std::move(child)}); }

const std::vector<Object>& bare() {
  static const std::vector<Object> kBare{table("t", 1)};
  return kBare;
}

std::vector<Row> rows() {
  const Object index = part("index", "i", {8, 0});
  return {
      {"DropTable", bare(), {}, "table.dropped", Severity::kCritical},
      {"DropColumn", {with_one(column("text"))}, bare(), "column.dropped", Severity::kCritical},
      {"DropNotNull",
       {with_one(column("text", true))},
       {with_one(column("text"))},
       "column.not_null.dropped",
       Severity::kCritical},
      {"DropForeignKey",
       {with_one(constraint("foreign key"))},
       bare(),
       "foreign_key.dropped",
       Severity::kCritical},
      {"AddNotNullColumn",
       bare(),
       {with_one(column("text", true))},
       "required_column.added",
       Severity::kMajor},
      {"TypeChange",
       {with_one(column("integer"))},
       {with_one(column("bigint"))},
       "column.type.changed",
       Severity::kMajor},
      {"AddForeignKey", bare(), {with_one(constraint("foreign key"))}, "foreign_key.added", Severity::kMajor},
      {"DropIndex", {with_one(index)}, bare(), "index.dropped", Severity::kMajor},
      {"SetNotNull",
       {with_one(column("text"))},
       {with_one(column("text", true))},
       "column.not_null.set",
       Severity::kMajor},
      {"AddNullableColumn", bare(), {with_one(column("text"))}, "column.added", Severity::kMinor},
      {"CreateTable", {}, bare(), "table.added", Severity::kMinor},
      {"CreateIndex", bare(), {with_one(index)}, "index.added", Severity::kMinor},
      {"DropCheck", {with_one(constraint("check"))}, bare(), "check.dropped", Severity::kMinor},
      {"Comment",
       bare(),
       {table("t", 1, {{"comment", std::string("x")}})},
       "table.comment.set",
       Severity::kMinor},
  };
}

class SeverityTable : public testing::TestWithParam<Row> {};

TEST_P(SeverityTable, Row) {
  for (const Lineage lineage : {Lineage::kSameDatabase, Lineage::kUnrelated}) {
    const std::vector<Finding> findings = grade(diff(GetParam().before, GetParam().after, lineage));
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].code, GetParam().code);
    EXPECT_EQ(findings[0].severity, GetParam().severity);
    EXPECT_FALSE(findings[0].advice.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(Users, SeverityTable, testing::ValuesIn(rows()),
                         [](const testing::TestParamInfo<Row>& row) { return row.param.name; });

}  // namespace
}  // namespace schema_audit
