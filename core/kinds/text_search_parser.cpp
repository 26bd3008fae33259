// Kind "text_search_parser".

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

constexpr std::string_view kOtherWords =
    "Text is cut into words by other code: make stored tsvectors and their indexes anew.";

std::string query(int) {
  return R"sql(
SELECT p.oid, n.nspname AS schema, p.prsname AS name, )sql" +
         routine_name("p.prsstart::oid") + " AS start_function, " + routine_name("p.prstoken::oid") +
         R"sql( AS token_function,
  )sql" + routine_name("p.prsend::oid") +
         " AS end_function, " + routine_name("p.prsheadline::oid") + " AS headline_function, " +
         routine_name("p.prslextype::oid") + R"sql( AS token_types_function,
  comment.description AS comment
FROM pg_catalog.pg_ts_parser AS p
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.prsnamespace
)sql" + comment_join("p.oid", Catalog::kTextParser) +
         "WHERE p.oid >= 16384 AND " + std::string(kUserSchema) + " AND " +
         not_a_member("p.oid", Catalog::kTextParser) + "\nORDER BY p.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kMajor, "end_function", "end function", kOtherWords, ValueType::kName, true),
    attribute_of(kMinor, "headline_function", "headline function", "ts_headline() prints other extracts.",
                 ValueType::kName),
    attribute_of(kMajor, "start_function", "start function", kOtherWords, ValueType::kName, true),
    attribute_of(kMajor, "token_function", "token function", kOtherWords, ValueType::kName, true),
    attribute_of(kMajor, "token_types_function", "token type function", kOtherWords, ValueType::kName, true),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"text_search_parser", "text search parser", kMinor, kMajor,
     "Nothing uses it before a configuration names it.", "Configurations that used it are gone with it."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"text search parser"});

}  // namespace

constinit const Kind kTextSearchParserKind{
    .name = "text_search_parser",
    .label = "text search parser",
    .catalog = Catalog::kTextParser,
    .query = query,
    .presence = "pg_catalog.pg_ts_parser AS x WHERE x.oid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "Only CREATE TEXT SEARCH CONFIGURATION and ts_parse() name it.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
