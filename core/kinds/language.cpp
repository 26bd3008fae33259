// Kind "language", made by CREATE LANGUAGE without an extension.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT l.oid, l.lanname AS name, )sql" +
         routine_name("l.lanplcallfoid") + " AS handler, " + routine_name("l.laninline") +
         R"sql( AS inline_handler,
  )sql" + routine_name("l.lanvalidator") +
         R"sql( AS validator, l.lanpltrusted AS trusted,
  )sql" + role_name("l.lanowner") +
         " AS owner, " + role_name("l.lanowner") + R"sql( AS acl_owner, l.lanacl AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_language AS l
)sql" + comment_join("l.oid", Catalog::kLanguage) +
         "WHERE l.oid >= 16384 AND " + not_a_member("l.oid", Catalog::kLanguage) + "\nORDER BY l.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kMajor, "handler", "handler",
                 "Routines in this language run in another interpreter: test them.", ValueType::kName, true),
    attribute_of(kMajor, "inline_handler", "inline handler", "DO blocks in this language need it.",
                 ValueType::kName),
    kOwnerAttribute,
    privileges_attribute('l'),
    kSecurityLabelsAttribute,
    attribute_of(kCritical, "trusted", "TRUSTED",
                 "Set: every role with USAGE may write functions in it; make sure that the language can "
                 "reach neither files nor network. Dropped: only superusers may.",
                 ValueType::kBool),
    attribute_of(kMajor, "validator", "validator",
                 "Without one, errors in a body show when the routine is called, not when it is created.",
                 ValueType::kName),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"language", "language", kMajor, kCritical,
     "Its interpreter must be on every server, standbys included; whoever may use an untrusted one may do "
     "what the server may.",
     "Routines in it are gone with it: restore them before the application runs."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"language"});

}  // namespace

constinit const Kind kLanguageKind{
    .name = "language",
    .label = "language",
    .catalog = Catalog::kLanguage,
    .query = query,
    .presence = "pg_catalog.pg_language AS x WHERE x.oid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMajor,
    .renamed_advice = "CREATE FUNCTION in migrations that hold the old name fail.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
