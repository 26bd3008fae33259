#include "core/plan/array_cast.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

TEST(ArrayCast, GetsTheTypeOfItsElements) {
  EXPECT_EQ(with_array_types("CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b, c]'::character "
                             "varying])::text[])))"),
            "CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b, c]'::character varying]::character "
            "varying[])::text[])))");
  EXPECT_EQ(with_array_types("(ARRAY['a'::app.\"T, x\"])::text[] + (ARRAY[1::int8])::text[]"),
            "(ARRAY['a'::app.\"T, x\"]::app.\"T, x\"[])::text[] + (ARRAY[1::int8]::int8[])::text[]");
}

TEST(ArrayCast, HasATypeWithoutItsModifier) {
  EXPECT_EQ(with_array_types("(ARRAY['a'::character varying(3)])::text[]"),
            "(ARRAY['a'::character varying(3)]::character varying[])::text[]");
  EXPECT_EQ(with_array_types("(ARRAY['now'::timestamp(3) without time zone])::date[]"),
            "(ARRAY['now'::timestamp(3) without time zone]::timestamp without time zone[])::date[]");
}

TEST(ArrayCast, StaysWhatItIsWhereTheServerReadsItAsItStands) {
  for (const char* text :
       {"", "ANY (ARRAY['a'::text, 'b'::text])", "ANY (ARRAY[('a'::character varying)::text])",
        "(ARRAY[a, b])::text[]", "(ARRAY['a'::text, b])::text[]", "(ARRAY['a'::text, 'b'::name])::text[]",
        "(ARRAY['a'::text", "(ARRAY[])::text[]", "COMMENT IS '(ARRAY[1::int])::text[]'",
        "AS $_$SELECT (ARRAY[1::int])::text[]$_$", "\"(ARRAY[1::int])::text[]\"", "SELECT $1, $"}) {
    EXPECT_EQ(with_array_types(text), text);
  }
}

}  // namespace
}  // namespace schema_audit
