// Kind "routine": functions, procedures, aggregates and window functions. They share one namespace: what
// tells two of them apart is the name and the types of the input arguments.

#include "core/kinds/common_attributes.hpp"
#include "core/kinds/kinds.hpp"
#include "core/kinds/sql_fragments.hpp"

namespace schema_audit {

namespace {

using enum Severity;

std::string query(int server_version) {
  const std::string sql_body =
      server_version >= 140000 ? "pg_catalog.pg_get_function_sqlbody(p.oid)" : "NULL::text";
  const auto function = [](std::string_view column, std::string_view name) {
    // Only aggregates have these; a lookup for each other routine would be for nothing.
    const std::string oid = "a." + std::string(column);
    return "  CASE WHEN " + oid + " <> 0 THEN " + routine_name(oid) + " END AS " + std::string(name) + ",\n";
  };
  return R"sql(
SELECT p.oid, n.nspname AS schema, p.proname AS name, pg_catalog.oidvectortypes(p.proargtypes) AS arguments,
  CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window' END AS routine_kind,
  -- Put together here, because pg_get_function_arguments() writes IN for procedures since 14 and not before.
  CASE WHEN p.prokind = 'a' THEN pg_catalog.array_remove(ARRAY[pg_catalog.pg_get_function_arguments(p.oid)], '')
    ELSE ARRAY(
      SELECT pg_catalog.concat_ws(' ',
        CASE u.mode WHEN 'o' THEN 'OUT' WHEN 'b' THEN 'INOUT' WHEN 'v' THEN 'VARIADIC' END,
        pg_catalog.quote_ident(NULLIF(u.name, '')), pg_catalog.format_type(u.type, NULL),
        CASE WHEN p.pronargdefaults > 0 THEN 'DEFAULT ' || pg_catalog.pg_get_function_arg_default(p.oid, u.n::int4) END)
      FROM unnest(COALESCE(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes, p.proargnames)
        WITH ORDINALITY AS u(type, mode, name, n)
      WHERE u.mode IS DISTINCT FROM 't' ORDER BY u.n) END AS parameters,
  pg_catalog.pg_get_function_result(p.oid) AS result,
  CASE WHEN p.prokind <> 'a' THEN l.lanname END AS language,
  b.sql_body,
  CASE WHEN p.prokind <> 'a' AND b.sql_body IS NULL THEN p.prosrc END AS body,
  p.probin AS library,
  CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' END AS volatility,
  p.proisstrict AS strict,
  p.prosecdef AS security_definer,
  p.proleakproof AS leakproof,
  CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END AS parallel,
  CASE WHEN p.prokind IN ('f', 'w')
    THEN NULLIF(p.procost, CASE WHEN l.lanname IN ('c', 'internal') THEN 1 ELSE 100 END) END AS cost,
  CASE WHEN p.proretset THEN NULLIF(p.prorows, 1000) END AS rows,
  p.proconfig AS config,
  CASE WHEN p.prosupport <> 0 THEN )sql" +
         routine_name("p.prosupport") + R"sql( END AS support,
  CASE WHEN p.protrftypes IS NOT NULL THEN ARRAY(
    SELECT pg_catalog.format_type(u.type, NULL) FROM pg_catalog.unnest(p.protrftypes) WITH ORDINALITY AS u(type, n)
    ORDER BY u.n) END AS transforms,
  CASE a.aggkind WHEN 'o' THEN 'ordered-set' WHEN 'h' THEN 'hypothetical-set' END AS aggregate_kind,
  CASE WHEN a.aggfnoid IS NOT NULL THEN pg_catalog.format_type(a.aggtranstype, NULL) END AS state_type,
  NULLIF(a.aggtransspace, 0) AS state_space,
  pg_catalog.quote_literal(a.agginitval) AS initial_condition,
  a.aggfinalextra AS final_extra,
  CASE WHEN a.aggfinalmodify <> CASE WHEN a.aggkind = 'n' THEN 'r' ELSE 'w' END::"char"
    THEN CASE a.aggfinalmodify WHEN 'r' THEN 'read_only' WHEN 's' THEN 'shareable' ELSE 'read_write' END END AS final_modify,
  CASE WHEN a.aggmtranstype <> 0 THEN pg_catalog.format_type(a.aggmtranstype, NULL) END AS moving_state_type,
  NULLIF(a.aggmtransspace, 0) AS moving_state_space,
  pg_catalog.quote_literal(a.aggminitval) AS moving_initial_condition,
  a.aggmfinalextra AS moving_final_extra,
  CASE WHEN a.aggmtranstype <> 0 AND a.aggmfinalmodify <> CASE WHEN a.aggkind = 'n' THEN 'r' ELSE 'w' END::"char"
    THEN CASE a.aggmfinalmodify WHEN 'r' THEN 'read_only' WHEN 's' THEN 'shareable' ELSE 'read_write' END END AS moving_final_modify,
  CASE WHEN a.aggsortop <> 0 THEN (SELECT pg_catalog.format('%I.%s', opn.nspname, op.oprname)
    FROM pg_catalog.pg_operator AS op JOIN pg_catalog.pg_namespace AS opn ON opn.oid = op.oprnamespace
    WHERE op.oid = a.aggsortop) END AS sort_operator,
)sql" + function("aggtransfn", "transition_function") +
         function("aggfinalfn", "final_function") + function("aggcombinefn", "combine_function") +
         function("aggserialfn", "serial_function") + function("aggdeserialfn", "deserial_function") +
         function("aggmtransfn", "moving_transition_function") +
         function("aggminvtransfn", "moving_inverse_function") +
         function("aggmfinalfn", "moving_final_function") + "  " + role_name("p.proowner") + " AS owner, " +
         role_name("p.proowner") +
         R"sql( AS acl_owner, p.proacl AS privileges,
  comment.description AS comment
FROM pg_catalog.pg_proc AS p
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
LEFT JOIN pg_catalog.pg_aggregate AS a ON a.aggfnoid = p.oid
CROSS JOIN LATERAL (SELECT )sql" +
         sql_body + R"sql( AS sql_body) AS b
)sql" + comment_join("p.oid", Catalog::kProcedure) +
         "WHERE p.oid >= 16384 AND " + std::string(kUserSchema) + R"sql(
  -- Not the members of extensions, nor the constructors that a range type brings along.
  AND p.oid NOT IN (SELECT d.objid FROM pg_catalog.pg_depend AS d WHERE d.classid = 1255 AND d.deptype IN ('e', 'i'))
ORDER BY p.oid)sql";
}

constexpr std::string_view kAggregateAdvice =
    "The aggregate computes in another way: compare its results before and after on real data.";

constexpr AttributeKind aggregate_attribute(std::string_view name, std::string_view label,
                                            ValueType type = ValueType::kText) {
  return {.name = name,
          .label = label,
          .type = type,
          .set = kMajor,
          .dropped = kMajor,
          .changed = kMajor,
          .advice = kAggregateAdvice};
}

constexpr auto kAttributes = std::to_array<AttributeKind>({
    aggregate_attribute("aggregate_kind", "kind of aggregate"),
    {.name = "body",
     .label = "body",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Behaviour changed without a change of its signature: review the difference as you would "
               "review code."},
    aggregate_attribute("combine_function", "combine function", ValueType::kName),
    kCommentAttribute,
    {.name = "config",
     .label = "settings",
     .type = ValueType::kOptions,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "The body runs under other settings; a SECURITY DEFINER function without a fixed search_path can be "
         "made to run anybody's code."},
    {.name = "cost", .label = "cost", .advice = "Plans of queries that call it may change; results do not."},
    aggregate_attribute("deserial_function", "deserialization function", ValueType::kName),
    aggregate_attribute("final_extra", "FINALFUNC_EXTRA", ValueType::kBool),
    aggregate_attribute("final_function", "final function", ValueType::kName),
    aggregate_attribute("final_modify", "FINALFUNC_MODIFY"),
    aggregate_attribute("initial_condition", "initial condition"),
    {.name = "language",
     .label = "language",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "It was written anew: check that the language is installed everywhere, and test its behaviour."},
    {.name = "leakproof",
     .label = "LEAKPROOF",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "Set: it may see rows that row level security hides. Dropped: queries on protected tables may lose "
         "their index scans."},
    {.name = "library",
     .label = "library",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "The shared library must be on every server, standbys included, or calls fail."},
    aggregate_attribute("moving_final_extra", "MFINALFUNC_EXTRA", ValueType::kBool),
    aggregate_attribute("moving_final_function", "moving final function", ValueType::kName),
    aggregate_attribute("moving_final_modify", "MFINALFUNC_MODIFY"),
    aggregate_attribute("moving_initial_condition", "moving initial condition"),
    aggregate_attribute("moving_inverse_function", "moving inverse function", ValueType::kName),
    aggregate_attribute("moving_state_space", "moving state space", ValueType::kInteger),
    aggregate_attribute("moving_state_type", "moving state type"),
    aggregate_attribute("moving_transition_function", "moving transition function", ValueType::kName),
    kOwnerAttribute,
    {.name = "parallel",
     .label = "parallel safety",
     .advice = "Marked safe although it is not, it fails or gives wrong results in parallel queries; marked "
               "unsafe, "
               "queries that call it run on one process."},
    {.name = "parameters",
     .label = "parameters",
     .type = ValueType::kList,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Calls by name or calls that rely on a default may fail: check names, modes and defaults."},
    privileges_attribute('f'),
    kSecurityLabelsAttribute,
    {.name = "result",
     .label = "result type",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "It was dropped and created anew; callers that rely on the old type or columns fail."},
    {.name = "routine_kind",
     .label = "kind of routine",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "It was dropped and created anew; functions are called by SELECT, procedures by CALL."},
    {.name = "rows",
     .label = "row estimate",
     .advice = "Plans of queries that call it may change; results do not."},
    {.name = "security_definer",
     .label = "SECURITY DEFINER",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Set: every caller acts with the owner's rights, so fix its search_path and check who may "
               "execute it. "
               "Dropped: callers need the rights themselves."},
    aggregate_attribute("serial_function", "serialization function", ValueType::kName),
    aggregate_attribute("sort_operator", "sort operator"),
    {.name = "sql_body",
     .label = "body",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Behaviour changed without a change of its signature: review the difference as you would "
               "review code."},
    aggregate_attribute("state_space", "state space", ValueType::kInteger),
    aggregate_attribute("state_type", "state type"),
    {.name = "strict",
     .label = "STRICT",
     .type = ValueType::kBool,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice = "Set: a NULL argument gives NULL without a call. Dropped: the body must cope with NULL."},
    {.name = "support",
     .label = "support function",
     .type = ValueType::kName,
     .advice = "Plans of queries that call it may change; results do not."},
    {.name = "transforms",
     .label = "transforms",
     .type = ValueType::kList,
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "The body receives its arguments in another form: check it against the transforms it expects."},
    aggregate_attribute("transition_function", "transition function", ValueType::kName),
    {.name = "volatility",
     .label = "volatility",
     .set = kMajor,
     .dropped = kMajor,
     .changed = kMajor,
     .advice =
         "Marked less volatile than it is, results are reused wrongly; marked volatile, indexes on it and "
         "generated columns cannot use it."},
});

constexpr std::string_view kAddedAdvice =
    "PUBLIC may execute it unless that is revoked; qualify names in its body or fix its search_path.";
constexpr std::string_view kDroppedAdvice =
    "Calls fail: find callers in the application, in other routines and in jobs before this goes on.";

constexpr auto kVariants = std::to_array<Variant>({
    {"function", "function", kMinor, kCritical, kAddedAdvice, kDroppedAdvice},
    {"procedure", "procedure", kMinor, kCritical, kAddedAdvice, kDroppedAdvice},
    {"aggregate", "aggregate", kMinor, kCritical,
     "PUBLIC may execute it unless that is revoked; its support functions must stay as they are.",
     kDroppedAdvice},
    {"window_function", "window function", kMinor, kCritical, kAddedAdvice, kDroppedAdvice},
});

std::string_view variant(const Object& object, bool) {
  const std::string_view kind = object.attributes.text("routine_kind");
  return kind.empty() ? "function" : kind == "window" ? "window_function" : kind;
}

constexpr auto kObjectTypes =
    std::to_array<std::string_view>({"function", "procedure", "aggregate", "routine"});

}  // namespace

constinit const Kind kRoutineKind{
    .name = "routine",
    .label = "routine",
    .catalog = Catalog::kProcedure,
    .query = query,
    .attributes = kAttributes,
    .variants = kVariants,
    .variant = variant,
    .renamed = kCritical,
    .renamed_advice = "Calls of the old name fail: change the callers in the same release.",
    .object_types = kObjectTypes,
};

}  // namespace schema_audit
