// Kind "rule" of a table or a view, except the one that makes a view a view.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

// The condition and the actions mention OLD and NEW, which pg_get_expr() refuses: they are what
// pg_get_ruledef() prints behind the names of the rule and of its table, which are known.
std::string query(int) {
  return R"sql(
SELECT r.oid, r.ev_class AS parent_oid, r.rulename AS name, r.event,
  pg_catalog.btrim(pg_catalog.substr(pg_catalog.pg_get_ruledef(r.oid), pg_catalog.length(pg_catalog.format(
    E'CREATE RULE %I AS\n    ON %s TO %I.%I', r.rulename, pg_catalog.upper(r.event), n.nspname, c.relname)) + 1),
    E' \n;') AS definition,
  )sql" + firing_mode("r.ev_enabled") +
         R"sql( AS enabled,
  comment.description AS comment
FROM (SELECT x.*, CASE x.ev_type WHEN '1' THEN 'select' WHEN '2' THEN 'update' WHEN '3' THEN 'insert' ELSE 'delete' END AS event
      FROM pg_catalog.pg_rewrite AS x WHERE x.oid >= 16384 AND x.rulename <> '_RETURN') AS r
JOIN pg_catalog.pg_class AS c ON c.oid = r.ev_class
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
)sql" + comment_join("r.oid", Catalog::kRule) +
         "WHERE " + std::string(kUserRelation) + " AND " + not_a_member("c.oid", Catalog::kRelation) +
         "\nORDER BY r.ev_class";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kCritical, "definition", "definition",
                 "Other statements run in place of, or along with, what the application sends: try each "
                 "command against it.",
                 ValueType::kText, true),
    attribute_of(kMajor, "enabled", "firing mode",
                 "Disabled: commands do what they say again. Replica and always count for sessions with "
                 "session_replication_role = replica."),
    attribute_of(kMajor, "event", "event", "It rewrites another command than before: try each of them.",
                 ValueType::kText, true),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"rule", "rule", kMajor, kMajor,
     "It rewrites every command of its event on the table, COPY excepted: check the rows that are touched "
     "and the counts that the application is told.",
     "Commands do what they say again: find out what relied on the rewriting."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"rule"});

}  // namespace

constinit const Kind kRuleKind{
    .name = "rule",
    .label = "rule",
    .catalog = Catalog::kRule,
    .is_root = false,
    .query = query,
    .presence = "pg_catalog.pg_rewrite AS x WHERE x.oid >= 16384 AND x.rulename <> '_RETURN'",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice =
        "Rules of one event are applied in the order of their names: check that the order stayed.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
