// Kind "role" of the cluster: what pg_roles shows to everybody. Passwords are not read. The roles that the
// server brings along (pg_monitor, ...) are left out, but not the one that initdb made.

#include "core/kinds/cluster.hpp"
#include "core/kinds/common_attributes.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int server_version) {
  // A membership inherits as the role does, unless it says otherwise; before 16 it could not.
  const std::string options = server_version >= 160000 ? R"sql(
      || CASE WHEN m.inherit_option = u.rolinherit THEN '' WHEN m.inherit_option THEN ', inherit' ELSE ', no inherit' END
      || CASE WHEN m.set_option THEN '' ELSE ', no set' END)sql"
                                                       : "";
  return R"sql(
SELECT r.oid, r.rolname AS name,
  r.rolsuper AS superuser, NOT r.rolinherit AS no_inherit, r.rolcreaterole AS create_role,
  r.rolcreatedb AS create_database, r.rolcanlogin AS login, r.rolreplication AS replication,
  r.rolbypassrls AS bypass_row_security, NULLIF(r.rolconnlimit, -1) AS connection_limit,
  NULLIF(r.rolvaliduntil, 'infinity')::text AS valid_until,
  (SELECT pg_catalog.array_agg(CASE WHEN )sql" +
         harmless_setting("pg_catalog.split_part(o, '=', 1)") + R"sql( THEN o
                                    ELSE pg_catalog.split_part(o, '=', 1) || '=(hidden)' END)
   FROM pg_catalog.unnest(r.rolconfig) AS o) AS settings,
  memberships.roles AS member_of,
  comment.description AS comment
FROM pg_catalog.pg_roles AS r
LEFT JOIN (
  SELECT m.member, pg_catalog.array_agg(DISTINCT pg_catalog.quote_ident(g.rolname)
      || CASE WHEN m.admin_option THEN ', admin' ELSE '' END)sql" +
         options + R"sql() AS roles
  FROM pg_catalog.pg_auth_members AS m
  JOIN pg_catalog.pg_roles AS g ON g.oid = m.roleid
  JOIN pg_catalog.pg_roles AS u ON u.oid = m.member
  GROUP BY m.member) AS memberships ON memberships.member = r.oid
)sql" + shared_comment_join("r.oid", kRoleCatalog) +
         "WHERE r.oid >= 16384 OR r.oid = 10\nORDER BY r.oid";
}

constexpr AttributeKind flag(Severity set, Severity dropped, std::string_view name, std::string_view label,
                             std::string_view advice) {
  return {.name = name,
          .label = label,
          .type = ValueType::kBool,
          .set = set,
          .dropped = dropped,
          .advice = advice};
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    flag(kCritical, kMajor, "bypass_row_security", "BYPASSRLS",
         "Set: no policy of any table holds for it. Dropped: it sees only what the policies let it see."),
    kCommentAttribute,
    attribute_of(kMajor, "connection_limit", "connection limit",
                 "Sessions above it are refused: compare it with the pools of the application.",
                 ValueType::kInteger),
    flag(kMajor, kMajor, "create_database", "CREATEDB",
         "A role that makes databases owns them: check that it is meant to."),
    flag(kCritical, kMajor, "create_role", "CREATEROLE",
         "Set: it can make roles and, before PostgreSQL 16, give itself nearly every one there is."),
    flag(kMajor, kCritical, "login", "LOGIN",
         "Set: somebody can connect with it. Dropped: whoever connects with it is refused from now on."),
    attribute_of(kMajor, "member_of", "memberships",
                 "It gained or lost what these roles may do: review it like a grant of privileges.",
                 ValueType::kSet),
    flag(kMajor, kMajor, "no_inherit", "NOINHERIT",
         "Set: privileges of its roles count only after SET ROLE. Dropped: they count at once."),
    flag(kCritical, kMajor, "replication", "REPLICATION",
         "Set: it can read every block of the cluster. Dropped: a standby or a backup that uses it stops."),
    attribute_of(kMajor, "settings", "settings",
                 "They count for its sessions that begin from now on. A value that may hold a secret is not "
                 "shown, and a change of it is not seen.",
                 ValueType::kOptions),
    flag(kCritical, kCritical, "superuser", "SUPERUSER",
         "Set: nothing is checked for it any more. Dropped: what needs a superuser fails."),
    attribute_of(kMajor, "valid_until", "end of the password",
                 "Logins with a password fail from then on: renew it in time."),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"role", "role", kMinor, kMajor, "Grant it what it needs and no more.",
     "Whoever connects with it is refused, and what it was granted is gone."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"role"});

}  // namespace

constinit const Kind kRoleKind{
    .name = "role",
    .label = "role",
    .catalog = kRoleCatalog,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMajor,
    .renamed_advice =
        "Connections and configuration that hold the old name fail; an MD5 password has to be set anew.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
