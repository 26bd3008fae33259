// Kind "conversion" between two encodings.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT c.oid, n.nspname AS schema, c.conname AS name,
  pg_catalog.pg_encoding_to_char(c.conforencoding) AS from_encoding, pg_catalog.pg_encoding_to_char(c.contoencoding) AS to_encoding,
  )sql" + routine_name("c.conproc::oid") +
         R"sql( AS function, c.condefault AS is_default,
  )sql" + role_name("c.conowner") +
         R"sql( AS owner, comment.description AS comment
FROM pg_catalog.pg_conversion AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.connamespace
)sql" + comment_join("c.oid", Catalog::kConversion) +
         "WHERE c.oid >= 16384 AND " + std::string(kUserSchema) + " AND " +
         not_a_member("c.oid", Catalog::kConversion) + "\nORDER BY c.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kMajor, "from_encoding", "source encoding",
                 "Text of clients that use this encoding is converted in another way.", ValueType::kText,
                 true),
    attribute_of(kMajor, "function", "function",
                 "Text is converted by other code: compare results before and after.", ValueType::kName,
                 true),
    attribute_of(kMajor, "is_default", "DEFAULT",
                 "Clients of this encoding get their text converted in another way.", ValueType::kBool),
    kOwnerAttribute,
    attribute_of(kMajor, "to_encoding", "destination encoding",
                 "Text of clients that use this encoding is converted in another way.", ValueType::kText,
                 true),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"conversion", "conversion", kMinor, kMajor,
     "A default conversion in the search_path is used for clients of its encoding.",
     "Clients of its encoding may get an error instead of text."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"conversion"});

}  // namespace

constinit const Kind kConversionKind{
    .name = "conversion",
    .label = "conversion",
    .catalog = Catalog::kConversion,
    .query = query,
    .presence = "pg_catalog.pg_conversion AS x WHERE x.oid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "The server finds a conversion by its encodings, not by its name.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
