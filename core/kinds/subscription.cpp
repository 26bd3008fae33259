// Kind "subscription". Its connection is a secret and no part of the schema. Before 14 the catalog shows less
// of it to a role that is not superuser.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int server_version) {
  const bool since_14 = server_version >= 140000;
  std::string row = since_14 ? "s.oid, comment.description AS comment, s.subbinary AS binary,"
                               " NULLIF(s.subsynccommit, 'off') AS synchronous_commit,"
                             : "0 AS oid,";
  // Streaming is off by default until 17, parallel since 18.
  if (server_version >= 160000) {
    row += " CASE WHEN s.substream <> ";
    row += server_version >= 180000 ? "'p'" : "'f'";
    row +=
        " THEN CASE s.substream WHEN 'f' THEN 'off' WHEN 't' THEN 'on' ELSE 'parallel' END END AS streaming,"
        " NOT s.subpasswordrequired AS password_not_required, s.subrunasowner AS run_as_owner,"
        " NULLIF(s.suborigin, 'any') AS origin,";
  } else if (since_14) {
    row += " CASE WHEN s.substream THEN 'on' END AS streaming,";
  }
  if (server_version >= 150000)
    row += " s.subtwophasestate <> 'd' AS two_phase, s.subdisableonerr AS disable_on_error,";
  if (server_version >= 170000) row += " s.subfailover AS failover,";
  if (server_version >= 190000) {
    row +=
        " (SELECT f.srvname FROM pg_catalog.pg_foreign_server AS f WHERE f.oid = s.subserver) AS server,"
        " s.subretaindeadtuples AS retain_dead_tuples, NULLIF(s.submaxretention, 0) AS max_retention,"
        " NULLIF(s.subwalrcvtimeout, '-1') AS receiver_timeout,";
  }
  return R"sql(
SELECT )sql" +
         row + R"sql(
  s.subname AS name, NOT s.subenabled AS disabled, s.subpublications AS publications,
  CASE WHEN s.subslotname IS NULL THEN 'none' WHEN s.subslotname <> s.subname THEN pg_catalog.quote_ident(s.subslotname) END AS slot_name,
  )sql" + role_name("s.subowner") +
         R"sql( AS owner
FROM pg_catalog.pg_subscription AS s
)sql" + std::string(since_14 ? comment_join("s.oid", Catalog::kSubscription) : "") +
         R"sql(
WHERE s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())
ORDER BY 1)sql";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    attribute_of(kMinor, "binary", "binary transfer",
                 "Types must be the same on both sides, to the binary format.", ValueType::kBool),
    kCommentAttribute,
    attribute_of(kMajor, "disable_on_error", "DISABLE_ON_ERROR",
                 "Set: an error stops the subscription for good. Dropped: it is tried again and again.",
                 ValueType::kBool),
    attribute_of(kCritical, "disabled", "DISABLE",
                 "Set: nothing is received, and the publisher keeps its WAL until its disk is full. Dropped: "
                 "it goes on where it stopped.",
                 ValueType::kBool),
    attribute_of(kMajor, "failover", "FAILOVER",
                 "Decides whether the slot is there on the standby after a failover.", ValueType::kBool),
    attribute_of(kMinor, "max_retention", "maximum retention",
                 "Beyond it dead rows are no longer kept, and conflicts may go unnoticed.",
                 ValueType::kInteger),
    attribute_of(kMajor, "origin", "origin",
                 "Decides whether changes that the publisher itself received are sent on: two nodes that "
                 "subscribe to each other may loop."),
    kOwnerAttribute,
    attribute_of(kCritical, "password_not_required", "PASSWORD_REQUIRED",
                 "Set: its owner may connect with credentials of the server itself.", ValueType::kBool),
    attribute_of(kMajor, "publications", "publications",
                 "Other tables are received than before: refresh it, and compare the tables.",
                 ValueType::kSet, true),
    attribute_of(kMinor, "receiver_timeout", "receiver timeout",
                 "Decides when a silent publisher counts as lost."),
    attribute_of(kMajor, "retain_dead_tuples", "RETAIN_DEAD_TUPLES",
                 "Dead rows are kept to notice conflicts: tables grow.", ValueType::kBool),
    attribute_of(
        kCritical, "run_as_owner", "RUN_AS_OWNER",
        "Set: triggers and functions of the tables run with the rights of the owner of the subscription.",
        ValueType::kBool),
    kSecurityLabelsAttribute,
    attribute_of(kMajor, "server", "server", "It connects to another publisher, or in another way."),
    attribute_of(kMajor, "slot_name", "slot name",
                 "It reads from another slot of the publisher: the old one keeps WAL until it is dropped."),
    attribute_of(
        kMinor, "streaming", "streaming",
        "Decides whether large transactions arrive before they commit: disk and memory of both sides."),
    attribute_of(kMinor, "synchronous_commit", "synchronous commit",
                 "Changes that are not flushed are received again after a crash."),
    attribute_of(kMajor, "two_phase", "two-phase commit",
                 "Decides whether prepared transactions arrive at PREPARE or at COMMIT.", ValueType::kBool),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"subscription", "subscription", kMajor, kCritical,
     "It writes into tables as they are: nobody else should write to them.",
     "Nothing is received any more; when its slot was left behind, the publisher keeps its WAL until its "
     "disk is full."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"subscription"});

}  // namespace

constinit const Kind kSubscriptionKind{
    .name = "subscription",
    .label = "subscription",
    .catalog = Catalog::kSubscription,
    .query = query,
    .presence =
        "pg_catalog.pg_subscription AS x "
        "WHERE x.subdbid = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = "
        "pg_catalog.current_database())",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice = "Its slot keeps the old name.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
