#include "core/severity/effect.hpp"

#include <gtest/gtest.h>

#include "test/support/builders.hpp"

namespace schema_audit {
namespace {

using test::event;

Change altered(const char* kind, const char* attribute, std::optional<Value> from = {},
               std::optional<Value> to = Value(true)) {
  Change change;
  change.object.kind = kind;
  change.attribute = attribute;
  change.from = std::move(from);
  change.to = std::move(to);
  return change;
}

Event altering(const char* tag, const char* statement, const char* subcommand = "") {
  return event(tag).sub(subcommand).text(statement);
}

TEST(Effect, RenamesAndMovesGiveANewName) {
  EXPECT_TRUE(is_rename("RENAME TO"));
  EXPECT_TRUE(is_rename("RENAME COLUMN"));
  EXPECT_TRUE(is_rename("SET SCHEMA"));
  EXPECT_FALSE(is_rename("RENAME VALUE"));
  EXPECT_FALSE(is_rename(""));
}

TEST(Effect, TheWordsOfAStatementTellWhatItCanSet) {
  const Event cycle = altering("ALTER SEQUENCE", "alter sequence s maxvalue 9 cycle");
  EXPECT_TRUE(can_set(cycle, altered("sequence", "cycle")));
  EXPECT_TRUE(can_set(cycle, altered("sequence", "max_value")));
  EXPECT_FALSE(can_set(cycle, altered("sequence", "increment_by")));
  EXPECT_FALSE(can_set(cycle, altered("sequence", "type"))) << "no word AS";
  EXPECT_TRUE(can_set(altering("ALTER SEQUENCE", ""), altered("sequence", "type"))) << "text not kept";
  EXPECT_TRUE(can_set(altering("CREATE SEQUENCE", "CREATE SEQUENCE s"), altered("sequence", "type")));
}

TEST(Effect, OptionsAreSetByName) {
  const Change change = altered("view", "options", TextMap{{"security_barrier", "true"}},
                                TextMap{{"security_barrier", "true"}, {"security_invoker", "true"}});
  EXPECT_TRUE(can_set(altering("ALTER VIEW", "ALTER VIEW v SET (security_invoker)", "SET OPTIONS"), change));
  EXPECT_FALSE(can_set(altering("ALTER VIEW", "ALTER VIEW v SET (security_barrier)", "SET OPTIONS"), change));
  EXPECT_TRUE(can_set(altering("ALTER DATABASE", "ALTER DATABASE d RESET ALL", "RESET ALL"),
                      altered("database", "config", TextMap{{"work_mem", "1MB"}}, std::nullopt)));
}

TEST(Effect, AnotherTypeMakesNoExpressionAndDropsNone) {
  const Event type = altering("ALTER TABLE", "ALTER TABLE t ALTER c TYPE text", "ALTER COLUMN SET DATA TYPE");
  EXPECT_TRUE(can_set(type, altered("column", "default", Value("0"), Value("'0'::text"))));
  EXPECT_FALSE(can_set(type, altered("column", "default", Value("0"), std::nullopt)));
  EXPECT_FALSE(can_set(type, altered("column", "not_null")));
}

TEST(Effect, ADomainsConstraintSaysNotNull) {
  const Change change = altered("domain", "not_null");
  EXPECT_FALSE(
      can_set(altering("ALTER DOMAIN", "ALTER DOMAIN d ADD CHECK (VALUE > 0)", "ADD CONSTRAINT"), change));
  EXPECT_TRUE(can_set(altering("ALTER DOMAIN", "ALTER DOMAIN d ADD NOT NULL", "ADD CONSTRAINT"), change));
}

TEST(Effect, AConstraintThatIsAddedHasAllItsAttributes) {
  Change change = altered("constraint", "expression");
  change.object.parent = "t";
  EXPECT_TRUE(can_set(altering("ALTER TABLE", "ALTER TABLE t ADD CHECK (c > 0)", "ADD CONSTRAINT"), change));
  EXPECT_FALSE(can_set(altering("ALTER TABLE", "ALTER TABLE t ADD CHECK (c > 0)", "ADD CONSTRAINT"),
                       altered("table", "options")));
}

TEST(Effect, TheValueThatWasSet) {
  const auto value = [](const Event& e, const Change& change) {
    return value_set(e, change).value_or("unknown");
  };
  EXPECT_EQ(value(altering("ALTER TABLE", "", "ENABLE ROW LEVEL SECURITY"), altered("table", "row_security")),
            "true");
  EXPECT_EQ(
      value(altering("ALTER TABLE", "", "DISABLE ROW LEVEL SECURITY"), altered("table", "row_security")), "");
  EXPECT_EQ(value(altering("ALTER TABLE", "ALTER TABLE t OWNER TO \"An\"\"na\"", "OWNER TO"),
                  altered("table", "owner")),
            "An\"na");
  EXPECT_EQ(
      value(altering("ALTER TABLE", "alter table t owner to Anna", "OWNER TO"), altered("table", "owner")),
      "anna");
  EXPECT_EQ(value(altering("COMMENT", "COMMENT ON TABLE t IS 'it''s'"), altered("table", "comment")), "it's");
  EXPECT_EQ(value(altering("COMMENT", "COMMENT ON TABLE t IS NULL;"), altered("table", "comment")), "");
  EXPECT_EQ(value(altering("COMMENT", "COMMENT ON TABLE t IS E'\\n'"), altered("table", "comment")),
            "unknown");
  EXPECT_EQ(value(altering("ALTER TABLE", "ALTER TABLE t REPLICA IDENTITY FULL", "REPLICA IDENTITY"),
                  altered("table", "replica_identity")),
            "full");
  EXPECT_EQ(value(altering("ALTER TABLE", "ALTER TABLE t ALTER c TYPE text", "ALTER COLUMN SET DATA TYPE"),
                  altered("column", "type", Value("int"), Value("text"))),
            "unknown");
}

TEST(Effect, ADefinitionHoldsItsTexts) {
  const Change change = altered("routine", "body", Value("SELECT 1"), Value("SELECT 2"));
  EXPECT_EQ(value_set(altering("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION f() ... 'SELECT 2'"), change),
            "SELECT 2");
  EXPECT_EQ(value_set(altering("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION f() ... 'SELECT 1'"), change),
            "SELECT 1");
  EXPECT_EQ(value_set(altering("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION f() ... 'SELECT 3'"), change),
            std::nullopt);
}

TEST(Effect, AWordBehindAPhraseThatIsThereOnce) {
  EXPECT_EQ(word_behind("ALTER TABLE t ALTER c SET STATISTICS -1", "SET STATISTICS"), "-1");
  EXPECT_EQ(word_behind("a SET STATISTICS 1, b SET STATISTICS 2", "SET STATISTICS"), std::nullopt);
  EXPECT_EQ(word_behind("ALTER TABLE t", "SET STATISTICS"), std::nullopt);
}

}  // namespace
}  // namespace schema_audit
