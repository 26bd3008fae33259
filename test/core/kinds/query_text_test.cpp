#include "core/kinds/query_text.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

std::string since_16(std::string_view query) { return normalize_query(query, 150000); }

TEST(QueryText, LeavesNewServersAlone) {
  EXPECT_EQ(normalize_query(" SELECT t.a FROM public.t;", 160000), " SELECT t.a FROM public.t;");
}

TEST(QueryText, DropsTheNameOfTheOnlyRelation) {
  EXPECT_EQ(since_16(" SELECT t.a,\n    t.b AS c\n   FROM public.t\n  WHERE (t.a > 0);"),
            " SELECT a,\n    b AS c\n   FROM public.t\n  WHERE (a > 0);");
  EXPECT_EQ(since_16(" SELECT x.a FROM public.t x;"), " SELECT a FROM public.t x;");
  EXPECT_EQ(since_16(" SELECT count(t.a), (t.place).x, t.tags[1] FROM t GROUP BY t.b ORDER BY t.b;"),
            " SELECT count(a), (place).x, tags[1] FROM t GROUP BY b ORDER BY b;");
  EXPECT_EQ(since_16(" SELECT g.g FROM generate_series(1, 3) g(g);"),
            " SELECT g FROM generate_series(1, 3) g(g);");
  EXPECT_EQ(since_16(" SELECT t.a FROM ONLY public.t TABLESAMPLE system (('10')::real);"),
            " SELECT a FROM ONLY public.t TABLESAMPLE system (('10')::real);");
  EXPECT_EQ(since_16(" SELECT u.a FROM ( SELECT t.a FROM t) u;"), " SELECT a FROM ( SELECT t.a FROM t) u;");
  EXPECT_EQ(since_16(" WITH w AS (SELECT t.a FROM t) SELECT w.a FROM w;"),
            " WITH w AS (SELECT t.a FROM t) SELECT a FROM w;");
}

TEST(QueryText, KeepsNamesInSubqueries) {
  EXPECT_EQ(since_16(" SELECT t.a FROM t WHERE (EXISTS ( SELECT 1 FROM s WHERE (s.a = t.a)));"),
            " SELECT a FROM t WHERE (EXISTS ( SELECT 1 FROM s WHERE (s.a = t.a)));");
}

TEST(QueryText, KeepsNamesWhereThereAreSeveralRelations) {
  for (const char* query :
       {" SELECT a.x, b.y FROM a, b;", " SELECT a.x FROM (a JOIN b ON ((a.x = b.y)));",
        " SELECT a.x FROM a UNION SELECT b.x FROM b;", " VALUES (1,'a.b'::text);", " SELECT 1 AS one;",
        " SELECT j.x FROM (( SELECT c.x FROM c) a JOIN b ON (true)) j;"}) {
    EXPECT_EQ(since_16(query), query);
  }
}

TEST(QueryText, KeepsWhatOnlyLooksLikeAColumn) {
  EXPECT_EQ(
      since_16(" SELECT t.*::public.t AS row, 't.a'::text, t.f(t.a), x::t.kind, (t.b COLLATE t.c) FROM t;"),
      " SELECT t.*::public.t AS row, 't.a'::text, t.f(a), x::t.kind, (b COLLATE t.c) FROM t;");
  EXPECT_EQ(
      since_16(
          " SELECT \"a\"\".b\".\"c.d\" FROM s.t \"a\"\".b\" WHERE ('\"a\"\".b\".x it''s' <> \"a\"\".b\".e);"),
      " SELECT \"c.d\" FROM s.t \"a\"\".b\" WHERE ('\"a\"\".b\".x it''s' <> e);");
}

TEST(QueryText, SurvivesAnything) {
  for (const char* query :
       {"", "(", ")", "'", "\"", "FROM", " SELECT FROM t", "))) FROM t.", "t.", "FROM t WHERE t."}) {
    EXPECT_EQ(since_16(query), query);
  }
}

}  // namespace
}  // namespace schema_audit
