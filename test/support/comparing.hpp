// Short ways to compare objects, and to plan what lies between them, in tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/diff/diff.hpp"
#include "core/plan/plan.hpp"

namespace schema_audit::test {

// The one change between two versions of a root object.
inline Change between(const Object& before, const Object& after, Lineage lineage = Lineage::kSameDatabase) {
  const std::vector<Change> changes = diff({before}, {after}, lineage);
  EXPECT_EQ(changes.size(), 1U);
  return changes.at(0);
}

inline std::vector<std::string> sql_of(const Plan& plan) {
  std::vector<std::string> sql;
  for (const Step& step : plan.steps) sql.push_back(step.sql);
  return sql;
}

inline std::vector<std::string> planned(std::vector<Object> before, std::vector<Object> after) {
  return sql_of(make_plan(std::move(before), std::move(after), {}));
}

}  // namespace schema_audit::test
