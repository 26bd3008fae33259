#include "core/severity/finding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "core/diff/diff.hpp"
#include "core/kinds/registry.hpp"
#include "test/support/builders.hpp"
#include "test/support/hostile.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::root;
using test::table;
using test::with;
using ::testing::HasSubstr;

Finding only(std::vector<Object> before, std::vector<Object> after) {
  std::vector<Change> changes = diff(std::move(before), std::move(after), Lineage::kSameDatabase);
  EXPECT_EQ(changes.size(), 1U);
  return grade(std::move(changes.at(0)));
}

TEST(Grade, AddedDroppedRenamed) {
  EXPECT_EQ(only({}, {table("t", 1)}).code, "table.added");
  EXPECT_EQ(only({}, {table("t", 1)}).sentence, "table public.t was added");
  const Finding drop = only({table("t", 1)}, {});
  EXPECT_EQ(drop.code, "table.dropped");
  EXPECT_EQ(drop.severity, Severity::kCritical);
  EXPECT_EQ(drop.sentence, "table public.t was dropped");
  EXPECT_FALSE(drop.advice.empty());
  const Finding rename = only({table("t", 1)}, {table("u", 1)});
  EXPECT_EQ(rename.code, "table.renamed");
  EXPECT_EQ(rename.sentence, "table public.t was renamed to public.u");
}

TEST(Grade, ADroppedColumnIsCritical) {
  const Finding drop = only({with(table("t", 1), {part("column", "c", {1, 1})})}, {table("t", 1)});
  EXPECT_EQ(drop.code, "column.dropped");
  EXPECT_EQ(drop.severity, Severity::kCritical);
  EXPECT_EQ(drop.object, "column public.t.c");
}

// A later version may know more than this one: nothing is dropped, nothing is made light of.
TEST(Grade, WhatIsNotKnownIsMajorAndSaysSo) {
  const Finding kind = only({}, {root("hologram", "public", "h", 1)});
  EXPECT_EQ(kind.severity, Severity::kMajor);
  EXPECT_EQ(kind.code, "hologram.unknown");
  EXPECT_THAT(kind.sentence, HasSubstr("hologram public.h"));
  EXPECT_FALSE(kind.advice.empty());
  const Finding attribute = only({table("t", 1)}, {table("t", 1, {{"warp", std::int64_t{9}}})});
  EXPECT_EQ(attribute.severity, Severity::kMajor);
  EXPECT_EQ(attribute.code, "table.warp.set");
  EXPECT_THAT(attribute.sentence, HasSubstr("warp"));
}

TEST(Grade, CodesOfAttributesTellTheDirection) {
  for (const Kind* kind : registry()) {
    for (const AttributeKind& attribute : kind->attributes) {
      Change change;
      change.attribute = attribute.name;
      change.object = {std::string(kind->name), "public", kind->is_root ? "" : "parent", "n", ""};
      Object object = root(std::string(kind->name), "public", "n");
      change.content = std::make_shared<const Object>(object);
      const std::string prefix = std::string(kind->name) + "." + std::string(attribute.name);
      const auto graded = [&](std::optional<Value> from, std::optional<Value> to) {
        change.from = std::move(from);
        change.to = std::move(to);
        const Finding finding = grade(change);
        EXPECT_THAT(finding.sentence, HasSubstr(std::string(attribute.label)));
        return std::pair(finding.code, finding.severity);
      };
      EXPECT_EQ(graded(std::nullopt, Value(std::string("a"))), std::pair(prefix + ".set", attribute.set));
      EXPECT_EQ(graded(Value(std::string("a")), std::nullopt),
                std::pair(prefix + ".dropped", attribute.dropped));
      EXPECT_EQ(graded(Value(std::string("a")), Value(std::string("b"))),
                std::pair(prefix + ".changed", attribute.changed));
    }
  }
}

TEST(Grade, EveryVariantHasItsWords) {
  std::map<std::string, const Kind*> codes;
  for (const Kind* kind : registry()) {
    ASSERT_FALSE(kind->variants.empty()) << kind->name;
    for (const Variant& variant : kind->variants) {
      EXPECT_FALSE(variant.name.empty()) << kind->name;
      EXPECT_FALSE(variant.label.empty()) << kind->name;
      // A code must not mean two things.
      const auto [it, fresh] = codes.emplace(variant.name, kind);
      EXPECT_TRUE(fresh) << variant.name << " of " << kind->name << " and of " << it->second->name;
    }
  }
}

TEST(GradeAll, TheWorstComesFirst) {
  const std::vector<Object> before{with(table("b", 1), {part("column", "x", {1, 1})}), table("a", 2),
                                   root("view", "public", "v", 3)};
  const std::vector<Object> after{table("b", 1), root("table", "public", "c", 4)};
  const std::vector<Finding> findings = grade(diff(before, after, Lineage::kSameDatabase));
  ASSERT_EQ(findings.size(), 4U);
  for (std::size_t i = 1; i < findings.size(); ++i) EXPECT_GE(findings[i - 1].severity, findings[i].severity);
  EXPECT_EQ(findings[0].severity, Severity::kCritical);
  EXPECT_EQ(worst(findings), Severity::kCritical);
  EXPECT_EQ(findings.back().code, "table.added");
}

TEST(Worst, OfNothingIsNone) {
  EXPECT_EQ(worst({}), Severity::kNone);
  std::vector<Finding> findings(2);
  findings[0].severity = Severity::kMinor;
  findings[1].severity = Severity::kMajor;
  EXPECT_EQ(worst(findings), Severity::kMajor);
}

TEST(Grade, KeepsHostileNamesAsTheyAre) {
  for (const std::string& name : test::hostile_names()) {
    const Finding finding = only({}, {root("table", name, name, 1)});
    EXPECT_EQ(finding.sentence, "table " + to_text(Identity{"table", name, "", name, ""}) + " was added");
  }
}

}  // namespace
}  // namespace schema_audit
