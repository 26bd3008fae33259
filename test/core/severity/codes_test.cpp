// One case for each code of docs/findings.md: two snapshots between which that is the one finding, with the
// severity and the advice of the page.
#include "core/severity/codes.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/diff/diff.hpp"
#include "core/kinds/registry.hpp"
#include "core/severity/finding.hpp"
#include "core/severity/group.hpp"
#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::root;
using test::with;

using Values = std::vector<std::pair<std::string, Value>>;

struct Case {
  std::vector<Object> before;
  std::vector<Object> after;
};

struct Documented {
  std::string code;
  std::string severity;
  std::string advice;
};

// What an object of a variant has that others of its kind have not.
const std::map<std::string, std::pair<std::string, Values>>& special_variants() {
  static const std::string kType = "constraint_type";
  static const std::string kRoutine = "routine_kind";
  static const std::map<std::string, std::pair<std::string, Values>> kVariants{
      {"required_column", {"column", {{"type", "text"}, {"not_null", true}}}},
      {"not_null_column", {"column", {{"type", "text"}, {"not_null", true}, {"default", "''::text"}}}},
      {"partition", {"table", {{"partition_of", "public.whole"}}}},
      {"primary_key", {"constraint", {{kType, "primary key"}}}},
      {"foreign_key", {"constraint", {{kType, "foreign key"}}}},
      {"unique", {"constraint", {{kType, "unique"}}}},
      {"check", {"constraint", {{kType, "check"}}}},
      {"exclusion", {"constraint", {{kType, "exclusion"}}}},
      {"not_null", {"constraint", {{kType, "not_null"}}}},
      {"constraint_trigger", {"constraint", {{kType, "constraint_trigger"}}}},
      {"function", {"routine", {}}},
      {"procedure", {"routine", {{kRoutine, "procedure"}}}},
      {"aggregate", {"routine", {{kRoutine, "aggregate"}}}},
      {"window_function", {"routine", {{kRoutine, "window"}}}},
  };
  return kVariants;
}

Object make(const Kind& kind, const std::string& name, const Values& values) {
  Object object = kind.is_root ? root(std::string(kind.name), "public", name, 7)
                               : part(std::string(kind.name), name, {7, kind.name == "column" ? 1 : 0});
  for (const auto& [key, value] : values) object.attributes.set(key, value);
  return object;
}

// A part in a root object that can have such parts.
std::vector<Object> there(const Kind& kind, std::optional<Object> object) {
  if (kind.is_root) return object ? std::vector<Object>{std::move(*object)} : std::vector<Object>{};
  const char* whole = kind.parent_catalog == Catalog::kType          ? "domain"
                      : kind.parent_catalog == Catalog::kPublication ? "publication"
                                                                     : "table";
  Object holder = root(whole, "public", "whole", 99);
  return {object ? with(std::move(holder), {std::move(*object)}) : std::move(holder)};
}

// Two values that an attribute of this type can have.
std::pair<Value, Value> two_values(ValueType type) {
  switch (type) {
    case ValueType::kBool:
      return {true, true};
    case ValueType::kInteger:
      return {std::int64_t{1}, std::int64_t{2}};
    case ValueType::kList:
    case ValueType::kSet:
      return {TextList{"one"}, TextList{"one", "two"}};
    case ValueType::kOptions:
    case ValueType::kPrivileges:
      return {TextMap{{"one", "a"}}, TextMap{{"one", "b"}}};
    default:
      return {std::string("one"), std::string("two")};
  }
}

std::optional<Case> case_of_object(const std::string& variant, const std::string& verb) {
  const auto special = special_variants().find(variant);
  const Kind* kind = find_kind(special != special_variants().end() ? special->second.first : variant);
  if (kind == nullptr) return std::nullopt;
  const Object one =
      make(*kind, "one", special != special_variants().end() ? special->second.second : Values{});
  if (verb == "added") return Case{there(*kind, std::nullopt), there(*kind, one)};
  if (verb == "dropped") return Case{there(*kind, one), there(*kind, std::nullopt)};
  if (verb != "renamed") return std::nullopt;
  Object renamed = one;
  renamed.name = "other";
  return Case{there(*kind, one), there(*kind, renamed)};
}

std::optional<Case> case_of_attribute(const std::string& kind_name, const std::string& attribute_name,
                                      const std::string& verb) {
  const Kind* kind = find_kind(kind_name);
  const AttributeKind* attribute = kind != nullptr ? kind->attribute(attribute_name) : nullptr;
  if (attribute == nullptr) return std::nullopt;
  const auto [first, second] = two_values(attribute->type);
  const std::vector<Object> without = there(*kind, make(*kind, "one", {}));
  const std::vector<Object> one = there(*kind, make(*kind, "one", {{attribute_name, first}}));
  if (verb == "set") return Case{without, one};
  if (verb == "dropped") return Case{one, without};
  if (verb == "changed") return Case{one, there(*kind, make(*kind, "one", {{attribute_name, second}}))};
  return std::nullopt;
}

std::optional<Case> case_of(const std::string& code) {
  const auto first = code.find('.');
  const auto last = code.rfind('.');
  if (first == last) return case_of_object(code.substr(0, first), code.substr(last + 1));
  return case_of_attribute(code.substr(0, first), code.substr(first + 1, last - first - 1),
                           code.substr(last + 1));
}

// The rows of the page: | `code` | severity | meaning | advice |
std::vector<Documented> documented() {
  const char* directory = std::getenv("SCHEMA_AUDIT_ROOT");
  std::ifstream page(std::string(directory != nullptr ? directory : SCHEMA_AUDIT_SOURCE_DIR) +
                     "/docs/findings.md");
  std::vector<Documented> rows;
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("| `") || line.find('.') == std::string::npos) continue;
    const auto code_end = line.find("` | ");
    const auto severity_end = line.find(" | ", code_end + 4);
    const auto meaning_end = line.find(" | ", severity_end + 3);
    if (meaning_end == std::string::npos) continue;
    rows.push_back({line.substr(3, code_end - 3), line.substr(code_end + 4, severity_end - code_end - 4),
                    line.substr(meaning_end + 3, line.size() - meaning_end - 5)});
  }
  return rows;
}

TEST(Codes, EachOfThePageComesFromTwoSnapshots) {
  const std::vector<Documented> rows = documented();
  std::set<std::string> seen;
  std::set<std::string> known;
  for (const FindingCode& code : finding_codes()) {
    // Which databases there are is found without snapshots: see the tests of the collector's runs.
    if (!code.code.starts_with("entry.")) known.insert(code.code);
  }
  for (const Documented& row : rows) {
    if (!known.contains(row.code)) continue;
    const std::optional<Case> pair = case_of(row.code);
    ASSERT_TRUE(pair) << row.code << " has no case";
    std::vector<Finding> findings = grade(diff(pair->before, pair->after, Lineage::kSameDatabase));
    group(findings);
    ASSERT_EQ(findings.size(), 1U) << row.code;
    EXPECT_EQ(findings[0].code, row.code);
    EXPECT_EQ(to_text(findings[0].severity), row.severity) << row.code;
    EXPECT_EQ(findings[0].advice, row.advice) << row.code;
    EXPECT_NE(findings[0].sentence.find("one"), std::string::npos) << findings[0].sentence;
    EXPECT_TRUE(findings[0].follows.empty()) << row.code;
    seen.insert(row.code);
  }
  EXPECT_EQ(seen, known);
}

}  // namespace
}  // namespace schema_audit
