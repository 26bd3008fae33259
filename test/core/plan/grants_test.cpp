#include "core/plan/grants.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

struct Case {
  const char* what;
  TextMap from;
  TextMap to;
  std::vector<std::string> sql;
};

class ChangePrivileges : public testing::TestWithParam<Case> {};

TEST_P(ChangePrivileges, LeadsFromOneMapToTheOther) {
  const Case& c = GetParam();
  Grants grants;
  grants.on = "ROUTINE app.f()";
  grants.owner = "olga";
  grants.public_default = "EXECUTE";
  Steps steps;
  change_privileges(grants, c.from, c.to, steps);
  std::vector<std::string> sql;
  for (const Step& step : steps.steps()) sql.push_back(step.sql);
  EXPECT_EQ(sql, c.sql) << c.what;
}

INSTANTIATE_TEST_SUITE_P(
    All, ChangePrivileges,
    testing::Values(
        Case{"given", {}, {{"bob", "ALL"}}, {"GRANT ALL ON ROUTINE app.f() TO bob;"}},
        Case{"taken", {{"bob", "ALL"}}, {}, {"REVOKE ALL ON ROUTINE app.f() FROM bob;"}},
        Case{"PUBLIC loses its default",
             {},
             {{"PUBLIC", "none"}},
             {"REVOKE ALL ON ROUTINE app.f() FROM PUBLIC;"}},
        Case{
            "PUBLIC gets it back", {{"PUBLIC", "none"}}, {}, {"GRANT EXECUTE ON ROUTINE app.f() TO PUBLIC;"}},
        Case{"the owner gets it back", {{"olga", "none"}}, {}, {"GRANT ALL ON ROUTINE app.f() TO olga;"}},
        Case{"one more needs no REVOKE",
             {{"bob", "SELECT"}},
             {{"bob", "SELECT, UPDATE*"}},
             {"GRANT SELECT ON ROUTINE app.f() TO bob;",
              "GRANT UPDATE ON ROUTINE app.f() TO bob WITH GRANT OPTION;"}},
        Case{"one less",
             {{"bob", "SELECT, UPDATE"}},
             {{"bob", "SELECT"}},
             {"REVOKE ALL ON ROUTINE app.f() FROM bob;", "GRANT SELECT ON ROUTINE app.f() TO bob;"}},
        Case{"by another role, after what it rests on",
             {},
             {{"a (granted by bob)", "ALL"}, {"bob", "ALL*"}},
             {"GRANT ALL ON ROUTINE app.f() TO bob WITH GRANT OPTION;", "SET SESSION AUTHORIZATION bob;",
              "GRANT ALL ON ROUTINE app.f() TO a;", "RESET SESSION AUTHORIZATION;"}}));

TEST(ChangePrivilegesOfColumn, NamesTheColumnWithEachPrivilege) {
  Grants grants;
  grants.on = "TABLE app.t";
  grants.owner = "olga";
  grants.column = "c";
  Steps steps;
  change_privileges(grants, {}, {{"bob", "SELECT, UPDATE"}}, steps);
  ASSERT_EQ(steps.steps().size(), 1U);
  EXPECT_EQ(steps.steps().front().sql, "GRANT SELECT (c), UPDATE (c) ON TABLE app.t TO bob;");
}

TEST(WithNewOwner, PassesOnWhatTheOldOneHad) {
  EXPECT_EQ(with_new_owner({{"alice", "SELECT"}, {"bob", "INSERT"}}, "alice", "bob"),
            (TextMap{{"bob", "INSERT, SELECT"}}));
  EXPECT_EQ(with_new_owner({{"carol (granted by alice)", "SELECT"}, {"dave (granted by bob)", "SELECT"}},
                           "alice", "bob"),
            (TextMap{{"carol", "SELECT"}, {"dave", "SELECT"}}));
  EXPECT_EQ(with_new_owner({{"bob", "SELECT"}}, "alice", "alice"), (TextMap{{"bob", "SELECT"}}));
}

TEST(WithNewOwner, TakesWhatIsNotSaidForEverythingOnlyOfAnObject) {
  const TextMap granted{{"bob", "SELECT"}, {"carol", "SELECT"}};
  EXPECT_EQ(with_new_owner(granted, "alice", "bob"), (TextMap{{"carol", "SELECT"}}));
  EXPECT_EQ(with_new_owner(granted, "alice", "bob", true), granted);
}

TEST(LeftOnColumn, IsWhatNobodyRevokesOnTheTable) {
  Grants table;
  table.owner = "olga";
  const TextMap column{{"bob", "UPDATE"}, {"carol", "UPDATE"}, {"olga", "UPDATE"}};
  EXPECT_EQ(left_on_column(column, table, {}, {}), column);
  EXPECT_EQ(left_on_column(column, table, {{"bob", "SELECT"}}, {{"bob", "SELECT, INSERT"}}), column);
  EXPECT_EQ(left_on_column(column, table, {{"bob", "SELECT"}}, {{"carol", "SELECT"}}),
            (TextMap{{"carol", "UPDATE"}, {"olga", "UPDATE"}}));
  EXPECT_EQ(left_on_column(column, table, {}, {{"olga", "SELECT"}}),
            (TextMap{{"bob", "UPDATE"}, {"carol", "UPDATE"}}))
      << "the owner has everything by himself";
}

}  // namespace
}  // namespace schema_audit
