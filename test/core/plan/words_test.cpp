#include "core/plan/words.hpp"

#include <gtest/gtest.h>

#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

TEST(AlterTable, QuotesEachName) {
  const Object table = test::root("table", "app", "Orders");
  EXPECT_EQ(alter_table(table), "ALTER TABLE app.\"Orders\" ");
  EXPECT_EQ(alter_table(table, true), "ALTER TABLE ONLY app.\"Orders\" ");
  EXPECT_EQ(alter_column(table, "a b", true), "ALTER TABLE ONLY app.\"Orders\" ALTER COLUMN \"a b\" ");
}

TEST(DollarQuoted, TakesATagThatTheTextDoesNotHold) {
  EXPECT_EQ(dollar_quoted("SELECT 1"), "$$SELECT 1$$");
  EXPECT_EQ(dollar_quoted("SELECT $$x$$"), "$_$SELECT $$x$$$_$");
  EXPECT_EQ(dollar_quoted("$$ $_$"), "$_1$$$ $_$$_1$");
  EXPECT_EQ(dollar_quoted("costs 5$"), "$_$costs 5$$_$");
}

TEST(Mentions, FindsWholeNamesOutsideOfLiterals) {
  EXPECT_TRUE(mentions("(total > 0)", "total"));
  EXPECT_FALSE(mentions("(subtotal > 0)", "total"));
  EXPECT_FALSE(mentions("(a = 'total')", "total"));
  EXPECT_TRUE(mentions("(\"Total\" > 0)", "Total"));
  EXPECT_FALSE(mentions("(\"Total\" > 0)", "total"));
  EXPECT_TRUE(mentions("\"a\"\"b\" > 0", "a\"b"));
}

TEST(SplitName, UndoesQuoting) {
  EXPECT_EQ(split_name("app.t.c"), (std::vector<std::string>{"app", "t", "c"}));
  EXPECT_EQ(split_name("\"a.b\".\"c\"\"d\""), (std::vector<std::string>{"a.b", "c\"d"}));
}

TEST(SettingValue, QuotesListsItemByItem) {
  EXPECT_EQ(setting_value("search_path", "app, \"My Schema\", pg_temp"), "'app', 'My Schema', 'pg_temp'");
  EXPECT_EQ(setting_value("search_path", "\"\""), "''");
  EXPECT_EQ(setting_value("work_mem", "8MB"), "'8MB'");
}

TEST(ChangedOptions, AddsSetsAndDropsButNeverTouchesWhatIsHidden) {
  EXPECT_EQ(changed_options({{"a", "1"}, {"b", "2"}, {"c", "3"}}, {{"b", "2"}, {"c", "x'y"}, {"d", "4"}}),
            "DROP a, SET c 'x''y', ADD d '4'");
  EXPECT_EQ(changed_options({}, {{"password", "(hidden)"}}), "");
}

}  // namespace
}  // namespace schema_audit
