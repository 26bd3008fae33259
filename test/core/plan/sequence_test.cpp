// Sequences, and those behind identities, whose bounds change: the value that they have must fit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/plan/sequence_bounds.hpp"
#include "test/support/builders.hpp"
#include "test/support/comparing.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::root;
using test::with;
using testing::ElementsAre;

std::vector<std::string> plan(Object before, Object after) {
  return test::planned({std::move(before)}, {std::move(after)});
}

Object identity(const TextMap& options) {
  return with(root("table", "app", "t", 100), {part("column", "id", {100, 1},
                                                    {{"type", std::string("bigint")},
                                                     {"identity", std::string("always")},
                                                     {"identity_sequence", std::string("t_id_seq")},
                                                     {"identity_options", options}})});
}

Object plain(const char* type = "bigint") {
  return with(root("table", "app", "t", 100),
              {part("column", "id", {100, 1}, {{"type", std::string(type)}})});
}

Object sequence(test::AttributeList attributes) {
  Object object = root("sequence", "app", "s", 200, attributes);
  object.attributes.set("type", std::string("bigint"));
  return object;
}

TEST(SequenceBounds, FollowFromTypeAndDirection) {
  const SequenceBounds up = sequence_bounds("smallint", 2, {}, {});
  EXPECT_EQ(up.least, 1);
  EXPECT_EQ(up.most, 32767);
  EXPECT_EQ(up.first(), 1);
  const SequenceBounds down = sequence_bounds("integer", -1, {}, 10);
  EXPECT_EQ(down.least, -2147483648LL);
  EXPECT_EQ(down.first(), 10);
}

TEST(Identity, IsRaisedWithinItsOldBounds) {
  EXPECT_THAT(plan(identity({}), identity({{"minvalue", "1000"}})),
              ElementsAre("SELECT pg_catalog.setval('app.t_id_seq', 1000, false) FROM app.t_id_seq WHERE "
                          "last_value < 1000;",
                          "ALTER TABLE app.t ALTER COLUMN id SET START WITH 1000 SET MINVALUE 1000;"));
}

TEST(Identity, BeginsAnewWhereNoOldValueFits) {
  EXPECT_THAT(
      plan(identity({{"maxvalue", "100"}}), identity({{"minvalue", "1000"}, {"maxvalue", "2000"}})),
      ElementsAre("ALTER TABLE app.t ALTER COLUMN id SET START WITH 1000 SET MAXVALUE 2000 SET MINVALUE "
                  "1000 RESTART WITH 1000;"));
  EXPECT_THAT(
      plan(identity({}), identity({{"increment", "-1"}})),
      ElementsAre("ALTER TABLE app.t ALTER COLUMN id SET START WITH -1 SET INCREMENT BY -1 RESTART WITH "
                  "-1;"));
}

TEST(Identity, IsLoweredWhenItDescends) {
  EXPECT_THAT(plan(identity({{"increment", "-1"}}), identity({{"increment", "-1"}, {"maxvalue", "-50"}})),
              ElementsAre("SELECT pg_catalog.setval('app.t_id_seq', -50, false) FROM app.t_id_seq WHERE "
                          "last_value > -50;",
                          "ALTER TABLE app.t ALTER COLUMN id SET START WITH -50 SET MAXVALUE -50;"));
}

TEST(Identity, GoesOnBehindTheNumbersThatAreThere) {
  EXPECT_THAT(plan(plain(), identity({{"minvalue", "1000"}})),
              ElementsAre("ALTER TABLE app.t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME "
                          "app.t_id_seq MINVALUE 1000);",
                          "SELECT pg_catalog.setval('app.t_id_seq', pg_catalog.max(id)) FROM app.t HAVING "
                          "pg_catalog.max(id) >= 1000;"));
  EXPECT_THAT(plan(plain(), identity({{"increment", "-1"}})),
              ElementsAre("ALTER TABLE app.t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME "
                          "app.t_id_seq INCREMENT BY -1);",
                          "SELECT pg_catalog.setval('app.t_id_seq', pg_catalog.min(id)) FROM app.t HAVING "
                          "pg_catalog.min(id) <= -1;"));
}

TEST(Identity, WithOptionsThatAreNoNumbersIsPlannedAsIfTheyWereNotThere) {
  for (const char* text : {"x", "", "5x", "99999999999999999999"}) {
    EXPECT_THAT(plan(identity({{"start", text}, {"increment", text}}), identity({{"minvalue", "5"}})).back(),
                testing::HasSubstr(" SET START WITH 5 SET MINVALUE 5"))
        << text;
  }
}

TEST(Sequence, IsRaisedWithinItsOldBounds) {
  EXPECT_THAT(
      plan(sequence({{"max_value", std::int64_t{5000}}}),
           sequence({{"min_value", std::int64_t{1000}}, {"max_value", std::int64_t{2000}}})),
      ElementsAre("SELECT pg_catalog.setval('app.s', 1000, false) FROM app.s WHERE last_value < 1000;",
                  "ALTER SEQUENCE app.s START WITH 1000 INCREMENT BY 1 MINVALUE 1000 MAXVALUE 2000 "
                  "CACHE 1;"));
}

TEST(Sequence, BeginsAnewWhereNoOldValueFits) {
  EXPECT_THAT(plan(sequence({{"max_value", std::int64_t{100}}}),
                   sequence({{"min_value", std::int64_t{1000}}, {"max_value", std::int64_t{2000}}})),
              ElementsAre("ALTER SEQUENCE app.s START WITH 1000 INCREMENT BY 1 MINVALUE 1000 MAXVALUE 2000 "
                          "CACHE 1 RESTART WITH 1000;"));
  EXPECT_THAT(plan(sequence({{"increment_by", std::int64_t{-1}}}), sequence({})),
              ElementsAre("ALTER SEQUENCE app.s START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 "
                          "RESTART WITH 1;"));
}

}  // namespace
}  // namespace schema_audit
