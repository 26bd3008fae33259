// Kind "foreign_data_wrapper".

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int server_version) {
  const std::string connection = server_version >= 190000 ? routine_name("w.fdwconnection") : "NULL::text";
  return R"sql(
SELECT w.oid, w.fdwname AS name, )sql" +
         routine_name("w.fdwhandler") + " AS handler, " + routine_name("w.fdwvalidator") +
         R"sql( AS validator,
  )sql" + connection +
         R"sql( AS connection_function,
  )sql" + redacted_options("w.fdwoptions") +
         R"sql( AS options,
  )sql" + role_name("w.fdwowner") +
         " AS owner, " + role_name("w.fdwowner") + R"sql( AS acl_owner, w.fdwacl AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_foreign_data_wrapper AS w
)sql" + comment_join("w.oid", Catalog::kForeignDataWrapper) +
         "WHERE w.oid >= 16384 AND " + not_a_member("w.oid", Catalog::kForeignDataWrapper) +
         "\nORDER BY w.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kMajor, "connection_function", "connection function",
                 "Subscriptions to servers of it connect in another way.", ValueType::kName),
    attribute_of(kMajor, "handler", "handler",
                 "Foreign tables are read by other code; without a handler they cannot be read at all.",
                 ValueType::kName),
    attribute_of(kMajor, "options", "options",
                 "They count for every server of it. Values of options that may hold a secret are not shown, "
                 "and a change among them is not seen.",
                 ValueType::kOptions),
    kOwnerAttribute,
    privileges_attribute('F'),
    attribute_of(kMajor, "validator", "validator",
                 "Without one, wrong options show when a foreign table is read, not when they are set.",
                 ValueType::kName),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"foreign_data_wrapper", "foreign-data wrapper", kMinor, kCritical,
     "Whoever has USAGE on it may create servers, and reach what the database server can reach.",
     "Servers and foreign tables of it are gone with it."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"foreign-data wrapper"});

}  // namespace

constinit const Kind kForeignDataWrapperKind{
    .name = "foreign_data_wrapper",
    .label = "foreign-data wrapper",
    .catalog = Catalog::kForeignDataWrapper,
    .query = query,
    .presence = "pg_catalog.pg_foreign_data_wrapper AS x WHERE x.oid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "Only CREATE SERVER names it.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
