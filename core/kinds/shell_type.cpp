// Kind "shell_type": the name of a type that is still to be defined.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT t.oid, n.nspname AS schema, t.typname AS name, )sql" +
         role_name("t.typowner") + R"sql( AS owner,
  comment.description AS comment
FROM pg_catalog.pg_type AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
)sql" + comment_join("t.oid", Catalog::kType) +
         R"sql(WHERE t.typtype = 'p' AND NOT t.typisdefined AND t.oid >= 16384 AND )sql" +
         std::string(kUserSchema) + " AND " + not_a_member("t.oid", Catalog::kType) + "\nORDER BY t.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    kOwnerAttribute,
});

constexpr auto kVariants = std::to_array<Variant>({
    {"shell_type", "shell type", kMinor, kMinor,
     "A type was begun and not defined yet: complete it with CREATE TYPE, or drop it.",
     "It was defined, and is a type of another kind now, or given up."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"type"});

}  // namespace

constinit const Kind kShellTypeKind{
    .name = "shell_type",
    .label = "shell type",
    .catalog = Catalog::kType,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "Nothing but its own functions can name it.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
