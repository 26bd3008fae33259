#include "core/model/identity.hpp"

#include <gtest/gtest.h>

#include <map>

#include "test/support/hostile.hpp"

namespace schema_audit {
namespace {

TEST(QuoteIdentifier, LeavesPlainNamesAlone) {
  for (const char* name :
       {"orders", "_x", "a1", "order_items", "name", "type", "value", "key", "data", "x__"}) {
    EXPECT_EQ(quote_identifier(name), name);
  }
}

TEST(QuoteIdentifier, QuotesWhatNeedsIt) {
  const std::map<std::string, std::string> cases{
      {"", "\"\""},
      {"Orders", "\"Orders\""},
      {"1st", "\"1st\""},
      {"a b", "\"a b\""},
      {"a.b", "\"a.b\""},
      {"a$b", "\"a$b\""},
      {"a\"b", "\"a\"\"b\""},
      {"\"", "\"\"\"\""},
      {"a;b", "\"a;b\""},
      {"line\nfeed", "\"line\nfeed\""},
      {"\xc3\xa9", "\"\xc3\xa9\""},
      {"\xff", "\"\xff\""},
  };
  for (const auto& [name, quoted] : cases) EXPECT_EQ(quote_identifier(name), quoted);
}

// The list is searched by halves: one word out of order would hide its neighbours.
TEST(QuoteIdentifier, QuotesKeywordsOfEveryMajor) {
  for (const char* word : {"all", "select", "user", "order", "grant", "graph_table", "greatest", "table",
                           "between", "json_table", "system_user", "merge_action", "xmltable", "collation",
                           "concurrently", "left", "values", "int"}) {
    EXPECT_EQ(quote_identifier(word), "\"" + std::string(word) + "\"") << word;
  }
}

// What is read back by PostgreSQL's rules is the name again.
TEST(QuoteIdentifier, CanBeReadBack) {
  for (const std::string& name : test::hostile_names()) {
    std::string quoted = quote_identifier(name);
    if (quoted.front() == '"') {
      ASSERT_EQ(quoted.back(), '"');
      std::string inner = quoted.substr(1, quoted.size() - 2);
      for (std::size_t at = 0; (at = inner.find("\"\"", at)) != std::string::npos; ++at) inner.erase(at, 1);
      EXPECT_EQ(inner, name);
    } else {
      EXPECT_EQ(quoted, name);
    }
  }
}

TEST(QuoteLiteral, IsInertUnderAnySetting) {
  const std::map<std::string, std::string> cases{
      {"", "''"},           {"a", "'a'"},         {"it's", "'it''s'"}, {"back\\slash", "E'back\\\\slash'"},
      {"\\'", "E'\\\\'''"}, {"$$;--", "'$$;--'"},
  };
  for (const auto& [text, literal] : cases) EXPECT_EQ(quote_literal(text), literal);
}

TEST(IdentityText, UsesTheWordsOfTheServer) {
  const std::map<std::string, Identity> cases{
      {"app", {"schema", "", "", "app", ""}},
      {"public.orders", {"table", "public", "", "orders", ""}},
      {"\"My Schema\".\"Order\"", {"table", "My Schema", "", "Order", ""}},
      {"public.orders.total", {"column", "public", "orders", "total", ""}},
      {"public.\"a.b\".\"c.d\"", {"column", "public", "a.b", "c.d", ""}},
      {"orders_pkey on public.orders", {"constraint", "public", "orders", "orders_pkey", ""}},
      {"public.orders_idx", {"index", "public", "orders", "orders_idx", ""}},
      {"p on public.orders", {"policy", "public", "orders", "p", ""}},
      {"public.f()", {"routine", "public", "", "f", ""}},
      {"public.f(integer, text)", {"routine", "public", "", "f", "integer, text"}},
  };
  for (const auto& [text, identity] : cases) EXPECT_EQ(to_text(identity), text);
}

// A store keeps one row per kind and key.
TEST(RootKey, IsUniqueForHostileNames) {
  std::map<std::string, std::pair<std::string, std::string>> seen;
  for (const std::string& schema : test::hostile_names()) {
    if (schema.empty()) continue;
    for (const std::string& name : test::hostile_names()) {
      const auto [it, fresh] =
          seen.emplace(root_key({"table", schema, "", name, ""}), std::pair(schema, name));
      EXPECT_TRUE(fresh) << it->first;
    }
  }
}

TEST(Identity, OrdersByKindFirst) {
  const Identity a{"column", "z", "z", "z", ""};
  const Identity b{"table", "a", "", "a", ""};
  EXPECT_LT(a, b);
  EXPECT_FALSE(a.is_root());
  EXPECT_TRUE(b.is_root());
}

TEST(Identity, WritesWhatHasNoPlainNameAsTheServerDoes) {
  EXPECT_EQ(to_text(Identity{"operator", "a b", "", "===", "integer, NONE"}), "\"a b\".===(integer, NONE)");
  EXPECT_EQ(to_text(Identity{"operator_class", "app", "", "Class", "btree"}), "app.\"Class\" USING btree");
  EXPECT_EQ(to_text(Identity{"operator_family", "app", "", "f", "gist"}), "app.f USING gist");
  EXPECT_EQ(to_text(Identity{"cast", "", "", "(app.mood AS integer)", ""}), "(app.mood AS integer)");
  EXPECT_EQ(to_text(Identity{"default_privileges", "app", "", "for role r in schema app on tables", ""}),
            "for role r in schema app on tables");
  EXPECT_EQ(to_text(Identity{"user_mapping", "", "far", "Me", ""}), "\"Me\" on server far");
  EXPECT_EQ(to_text(Identity{"publication_table", "", "p q", "app.\"T\"", ""}),
            "app.\"T\" in publication \"p q\"");
  EXPECT_EQ(to_text(Identity{"rule", "app", "t", "r", ""}), "r on app.t");
}

}  // namespace
}  // namespace schema_audit
