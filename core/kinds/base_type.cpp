// Kind "base_type": a type made of functions in C.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int server_version) {
  // 6179 and 6180 are the functions that subscript arrays: what ELEMENT brings along by itself.
  const std::string subscript = server_version >= 140000
                                    ? "CASE WHEN t.typsubscript::oid NOT IN (0, 6179, 6180) THEN " +
                                          routine_name("t.typsubscript::oid") + " END"
                                    : "NULL::text";
  return R"sql(
SELECT t.oid, n.nspname AS schema, t.typname AS name,
  )sql" + routine_name("t.typinput::oid") +
         " AS input_function, " + routine_name("t.typoutput::oid") + R"sql( AS output_function,
  )sql" + routine_name("t.typreceive::oid") +
         " AS receive_function, " + routine_name("t.typsend::oid") + R"sql( AS send_function,
  )sql" + routine_name("t.typmodin::oid") +
         " AS modifier_input_function, " + routine_name("t.typmodout::oid") +
         R"sql( AS modifier_output_function,
  )sql" + routine_name("t.typanalyze::oid") +
         R"sql( AS analyze_function,
  )sql" + subscript +
         R"sql( AS subscript_function,
  t.typlen AS length, t.typbyval AS by_value,
  CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'd' THEN 'double' END AS alignment,
  CASE t.typstorage WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' WHEN 'm' THEN 'main' END AS storage,
  NULLIF(t.typcategory, 'U') AS category, t.typispreferred AS preferred,
  COALESCE(pg_catalog.pg_get_expr(t.typdefaultbin, 0), t.typdefault) AS "default",
  CASE WHEN t.typelem <> 0 THEN pg_catalog.format_type(t.typelem, NULL) END AS element,
  NULLIF(t.typdelim, ',') AS delimiter,
  t.typcollation <> 0 AS collatable,
  )sql" + role_name("t.typowner") +
         " AS owner, " + role_name("t.typowner") + R"sql( AS acl_owner, t.typacl AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_type AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
)sql" + comment_join("t.oid", Catalog::kType) +
         R"sql(-- Array types have no array type of their own.
WHERE t.typtype = 'b' AND t.typarray <> 0 AND t.typisdefined AND t.oid >= 16384 AND )sql" +
         std::string(kUserSchema) + " AND " + not_a_member("t.oid", Catalog::kType) + "\nORDER BY t.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    attribute_of(kMajor, "alignment", "alignment",
                 "It was dropped and created anew: check every column, index and function that used it."),
    attribute_of(kMinor, "analyze_function", "ANALYZE function",
                 "Counts from the next ANALYZE; plans may change, results do not.", ValueType::kName),
    attribute_of(kMajor, "by_value", "PASSEDBYVALUE",
                 "It was dropped and created anew: check every column, index and function that used it.",
                 ValueType::kBool),
    attribute_of(kMajor, "category", "category",
                 "Decides which functions and operators are taken for arguments of mixed types: test calls "
                 "that mix them."),
    attribute_of(kMajor, "collatable", "COLLATABLE",
                 "It was dropped and created anew: check every column, index and function that used it.",
                 ValueType::kBool),
    kCommentAttribute,
    attribute_of(kMajor, "default", "default",
                 "Columns of this type without a default of their own get another value in new rows."),
    attribute_of(kMajor, "delimiter", "delimiter of arrays",
                 "Array literals that hold the old delimiter fail."),
    attribute_of(kMajor, "element", "element type",
                 "It was dropped and created anew: check every column, index and function that used it."),
    attribute_of(kCritical, "input_function", "input function",
                 "Values are read and printed by other code: compare them before and after, and test a dump "
                 "and restore.",
                 ValueType::kName, true),
    attribute_of(kMajor, "length", "length",
                 "It was dropped and created anew: check every column, index and function that used it.",
                 ValueType::kInteger, true),
    attribute_of(kMajor, "modifier_input_function", "type modifier input function",
                 "Values are read and printed by other code: compare them before and after, and test a dump "
                 "and restore.",
                 ValueType::kName),
    attribute_of(kMajor, "modifier_output_function", "type modifier output function",
                 "Values are read and printed by other code: compare them before and after, and test a dump "
                 "and restore.",
                 ValueType::kName),
    attribute_of(kCritical, "output_function", "output function",
                 "Values are read and printed by other code: compare them before and after, and test a dump "
                 "and restore.",
                 ValueType::kName, true),
    kOwnerAttribute,
    attribute_of(kMajor, "preferred", "PREFERRED",
                 "Decides which functions and operators are taken for arguments of mixed types: test calls "
                 "that mix them.",
                 ValueType::kBool),
    privileges_attribute('T'),
    attribute_of(kMajor, "receive_function", "binary input function",
                 "Values are read and printed by other code: compare them before and after, and test a dump "
                 "and restore.",
                 ValueType::kName),
    kSecurityLabelsAttribute,
    attribute_of(kMajor, "send_function", "binary output function",
                 "Values are read and printed by other code: compare them before and after, and test a dump "
                 "and restore.",
                 ValueType::kName),
    attribute_of(kMinor, "storage", "storage", "Counts for columns that are created from now on."),
    attribute_of(kMajor, "subscript_function", "subscripting function",
                 "Expressions with subscripts mean something else, or fail.", ValueType::kName),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"base_type", "base type", kMinor, kCritical,
     "Its functions are C code that runs inside the server: the library must be on every server, standbys "
     "included.",
     "Columns, parameters and casts of this type are gone with it: restore them from a backup before the "
     "application runs."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"type"});

}  // namespace

constinit const Kind kBaseTypeKind{
    .name = "base_type",
    .label = "base type",
    .catalog = Catalog::kType,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kCritical,
    .renamed_advice = kTypeRenamedAdvice,
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
