#include "core/kinds/registry.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <string>

#include "core/severity/codes.hpp"
#include "core/severity/finding.hpp"

namespace schema_audit {
namespace {

bool is_sentence(std::string_view text) {
  return text.size() > 20 && text.back() == '.' && text.find(' ') != std::string_view::npos;
}

bool is_code_part(std::string_view text) {
  static const std::regex kSnakeCase("[a-z]+(_[a-z]+)*");
  return std::regex_match(text.begin(), text.end(), kSnakeCase);
}

std::vector<const Kind*> every_kind() {
  std::vector<const Kind*> kinds(registry().begin(), registry().end());
  kinds.insert(kinds.end(), cluster_registry().begin(), cluster_registry().end());
  return kinds;
}

TEST(Registry, FindsKindsByName) {
  EXPECT_EQ(registry().size(), 45U);
  for (const auto kinds : {registry(), cluster_registry()}) {
    for (const Kind* kind : kinds) {
      EXPECT_EQ(find_kind(kind->name), kind);
      EXPECT_EQ(is_cluster_kind(kind->name), kinds.data() == cluster_registry().data()) << kind->name;
    }
  }
  EXPECT_EQ(find_kind("nonsense"), nullptr);
}

TEST(Registry, KnowsTheWordsOfTheLog) {
  EXPECT_EQ(find_kind_by_object_type("table")->name, "table");
  EXPECT_EQ(find_kind_by_object_type("table column")->name, "column");
  EXPECT_EQ(find_kind_by_object_type("procedure")->name, "routine");
  EXPECT_EQ(find_kind_by_object_type("role")->name, "role");
  EXPECT_EQ(find_kind_by_object_type("type"), nullptr) << "an enum, a domain or a composite type";
  EXPECT_EQ(find_kind_by_object_type("nonsense"), nullptr);
}

TEST(Registry, EveryNameCanBePartOfACode) {
  for (const Kind* kind : every_kind()) {
    EXPECT_TRUE(is_code_part(kind->name)) << kind->name;
    for (const Variant& variant : kind->variants) EXPECT_TRUE(is_code_part(variant.name)) << variant.name;
    std::set<std::string_view> names;
    for (const AttributeKind& attribute : kind->attributes) {
      EXPECT_TRUE(is_code_part(attribute.name)) << kind->name << "." << attribute.name;
      EXPECT_TRUE(names.insert(attribute.name).second) << kind->name << "." << attribute.name << " twice";
      EXPECT_EQ(attribute.type == ValueType::kPrivileges, attribute.acl != 0)
          << kind->name << "." << attribute.name;
    }
  }
}

TEST(Registry, NoCodeMeansTwoThings) {
  std::set<std::string> seen;
  for (const FindingCode& code : finding_codes()) EXPECT_TRUE(seen.insert(code.code).second) << code.code;
}

TEST(Registry, EveryCodeHasAnAdvice) {
  for (const FindingCode& code : finding_codes())
    EXPECT_TRUE(is_sentence(code.advice)) << code.code << ": " << code.advice;
}

TEST(Registry, QueriesAreChosenByVersion) {
  for (const Kind* kind : every_kind()) {
    for (const int version : {130000, 140000, 150000, 160000, 170000, 180000, 190000}) {
      EXPECT_NE(kind->query(version).find("ORDER BY"), std::string::npos) << kind->name;
    }
  }
  const Kind* statistics = find_kind("statistics");
  EXPECT_EQ(statistics->query(130000).find("pg_get_statisticsobjdef_expressions"), std::string::npos);
  EXPECT_NE(statistics->query(140000).find("pg_get_statisticsobjdef_expressions"), std::string::npos);
  const Kind* constraint = find_kind("constraint");
  EXPECT_EQ(constraint->query(140000).find("indnullsnotdistinct"), std::string::npos);
  EXPECT_NE(constraint->query(150000).find("indnullsnotdistinct"), std::string::npos);
  EXPECT_NE(constraint->query(180000).find("conenforced"), std::string::npos);
}

TEST(Registry, RelationsAndFunctionsAreQualified) {
  const std::regex bare("(FROM|JOIN) pg_(?!catalog\\.)[a-z_]+");
  for (const Kind* kind : every_kind()) {
    const std::string query = kind->query(180000);
    std::smatch match;
    EXPECT_FALSE(std::regex_search(query, match, bare)) << kind->name << ": " << match.str();
  }
}

struct Rule {
  const char* code;
  Severity severity;
};

// The grades that users count on.
constexpr auto kRules = std::to_array<Rule>({
    {"table.dropped", Severity::kCritical},
    {"foreign_table.dropped", Severity::kCritical},
    {"event_trigger.enabled.set", Severity::kCritical},
    {"rule.definition.changed", Severity::kCritical},
    {"changed_privileges.added", Severity::kMajor},
    {"publication_table.dropped", Severity::kMajor},
    {"statistics.dropped", Severity::kMinor},
    {"column.dropped", Severity::kCritical},
    {"column.not_null.dropped", Severity::kCritical},
    {"foreign_key.dropped", Severity::kCritical},
    {"required_column.added", Severity::kMajor},
    {"not_null_column.added", Severity::kMajor},
    {"column.type.changed", Severity::kMajor},
    {"foreign_key.added", Severity::kMajor},
    {"index.dropped", Severity::kMajor},
    {"column.not_null.set", Severity::kMajor},
    {"column.added", Severity::kMinor},
    {"table.added", Severity::kMinor},
    {"index.added", Severity::kMinor},
    {"check.dropped", Severity::kMinor},
    {"table.comment.set", Severity::kMinor},
    {"table.comment.dropped", Severity::kMinor},
    {"column.comment.changed", Severity::kMinor},
});

TEST(Registry, GradesAsPromised) {
  const auto codes = finding_codes();
  for (const Rule& rule : kRules) {
    const auto it =
        std::find_if(codes.begin(), codes.end(), [&](const FindingCode& c) { return c.code == rule.code; });
    ASSERT_NE(it, codes.end()) << rule.code;
    EXPECT_EQ(it->severity, rule.severity) << rule.code;
  }
}

Object column(bool not_null, const char* filled_by) {
  Object object;
  object.kind = "column";
  object.attributes.set("not_null", not_null);
  if (filled_by) object.attributes.set(filled_by, std::string("x"));
  return object;
}

TEST(Registry, ANotNullColumnTellsWhetherInsertsMustFillIt) {
  const Kind& kind = *find_kind("column");
  EXPECT_EQ(kind.variant_of(column(true, nullptr), true).name, "required_column");
  EXPECT_EQ(kind.variant_of(column(true, nullptr), false).name, "column");
  EXPECT_EQ(kind.variant_of(column(false, nullptr), true).name, "column");
  for (const char* filled_by : {"default", "identity", "generated"}) {
    EXPECT_EQ(kind.variant_of(column(true, filled_by), true).name, "not_null_column") << filled_by;
    EXPECT_EQ(kind.variant_of(column(false, filled_by), true).name, "column") << filled_by;
  }
}

TEST(Registry, VariantsOfConstraintsRoutinesAndTables) {
  const auto variant = [](const char* kind, const char* attribute, const char* value) {
    Object object;
    object.kind = kind;
    object.attributes.set(attribute, std::string(value));
    return find_kind(kind)->variant_of(object, true).name;
  };
  EXPECT_EQ(variant("constraint", "constraint_type", "primary key"), "primary_key");
  EXPECT_EQ(variant("constraint", "constraint_type", "foreign key"), "foreign_key");
  EXPECT_EQ(variant("constraint", "constraint_type", "unique"), "unique");
  EXPECT_EQ(variant("constraint", "constraint_type", "check"), "check");
  EXPECT_EQ(variant("constraint", "constraint_type", "exclusion"), "exclusion");
  EXPECT_EQ(variant("routine", "routine_kind", ""), "function");
  EXPECT_EQ(variant("routine", "routine_kind", "procedure"), "procedure");
  EXPECT_EQ(variant("routine", "routine_kind", "aggregate"), "aggregate");
  EXPECT_EQ(variant("routine", "routine_kind", "window"), "window_function");
  EXPECT_EQ(variant("table", "partition_of", "public.p"), "partition");
  EXPECT_EQ(variant("table", "partition_of", ""), "table");
}

}  // namespace
}  // namespace schema_audit
