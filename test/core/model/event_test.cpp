#include "core/model/event.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

Actor actor(std::string session, std::string outer, std::string user = "", std::string trust = "") {
  Actor a;
  a.session_role = std::move(session);
  a.outer_role = std::move(outer);
  a.end_user = std::move(user);
  a.end_user_trust = std::move(trust);
  return a;
}

TEST(Who, NeverPassesAClaimAsAFact) {
  EXPECT_EQ(who(actor("dba", "dba")), "dba");
  EXPECT_EQ(who(actor("dba", "")), "dba");
  EXPECT_EQ(who(actor("app", "deploy")), "app as deploy");
  EXPECT_EQ(who(actor("app", "deploy", "maria@example.com", "claimed")),
            "app as deploy for maria@example.com (claimed)");
  EXPECT_EQ(who(actor("app", "deploy", "app", "authenticated")), "app as deploy");
  EXPECT_EQ(who(actor("app", "app", "CN=maria", "authenticated")), "app for CN=maria (authenticated)");
  EXPECT_EQ(who(actor("app", "app", "app", "claimed")), "app for app (claimed)");
  EXPECT_EQ(who(actor("app", "app", "maria", "")), "app for maria (claimed)");
  for (const char* trust : {"verified", "authenticated", "comment"}) {
    EXPECT_EQ(who(actor("app", "", "maria", trust)), std::string("app for maria (") + trust + ")");
  }
}

TEST(Who, QuotesWhatWouldPassForMoreThanAName) {
  EXPECT_EQ(who(actor("app", "", "maria (verified)", "claimed")), "app for \"maria (verified)\" (claimed)");
  EXPECT_EQ(who(actor("app for boss (verified)", "")), "\"app for boss (verified)\"");
  EXPECT_EQ(who(actor("app", "a\"b", "x, psql", "comment")), "app as \"a\"\"b\" for \"x, psql\" (comment)");
  EXPECT_EQ(who(actor("night shift", "")), "night shift");
}

}  // namespace
}  // namespace schema_audit
