// Kind "event_trigger".

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int) {
  return R"sql(
SELECT e.oid, e.evtname AS name, e.evtevent AS event, e.evttags AS tags,
  ARRAY[fn.nspname, f.proname] AS function,
  )sql" + firing_mode("e.evtenabled") +
         R"sql( AS enabled,
  )sql" + role_name("e.evtowner") +
         R"sql( AS owner, comment.description AS comment
FROM pg_catalog.pg_event_trigger AS e
JOIN pg_catalog.pg_proc AS f ON f.oid = e.evtfoid
JOIN pg_catalog.pg_namespace AS fn ON fn.oid = f.pronamespace
)sql" + comment_join("e.oid", Catalog::kEventTrigger) +
         "WHERE e.oid >= 16384 AND " + not_a_member("e.oid", Catalog::kEventTrigger) + "\nORDER BY e.oid";
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    kCommentAttribute,
    attribute_of(kCritical, "enabled", "firing mode",
                 "Disabled: what it records or forbids is neither recorded nor forbidden. Find out who did "
                 "it and why."),
    attribute_of(kMajor, "event", "event",
                 "It was dropped and created anew for another event: check what it no longer sees.",
                 ValueType::kText, true),
    attribute_of(
        kMajor, "function", "function",
        "Other code runs with every command that it watches: review it like a change of the application.",
        ValueType::kName, true),
    kOwnerAttribute,
    kSecurityLabelsAttribute,
    attribute_of(kMajor, "tags", "command tags",
                 "It watches other commands than before: check what it no longer sees.", ValueType::kSet),
});

constexpr auto kVariants = std::to_array<Variant>({
    {"event_trigger", "event trigger", kMajor, kCritical,
     "Its code runs within DDL of every session; when it fails, so does the DDL. Know how to start the "
     "server with event_triggers = off or in single-user mode.",
     "What it recorded or forbade is neither recorded nor forbidden: find out who dropped it and why."},
});

constexpr auto kObjectTypes = std::to_array<std::string_view>({"event trigger"});

}  // namespace

constinit const Kind kEventTriggerKind{
    .name = "event_trigger",
    .label = "event trigger",
    .catalog = Catalog::kEventTrigger,
    .query = query,
    .presence = "pg_catalog.pg_event_trigger AS x WHERE x.oid >= 16384",
    .attributes = kAttributes,
    .variants = kVariants,
    .renamed = kMinor,
    .renamed_advice =
        "Event triggers of one event fire in the order of their names: check that the order stayed.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
