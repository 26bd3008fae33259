#include "core/kinds/presence.hpp"

#include "core/kinds/registry.hpp"

namespace schema_audit {

namespace {

// So many rows of these catalogs are other kinds' that it pays to look at the selected ones first.
bool is_shared(Catalog catalog) { return catalog == Catalog::kRelation || catalog == Catalog::kType; }

bool is_selected_of(const CatalogSelection* only, Catalog catalog) {
  return only != nullptr && only->of(catalog) != nullptr;
}

// Whether the selection says by itself, or selected_query() does, what there is of a kind.
bool is_limited(const Kind& kind, const CatalogSelection* only) {
  return is_selected_of(only, root_catalog(kind));
}

// What the server says of relations may say too much, never too little.
std::string relations_query(const CatalogSelection& only) {
  const std::string relations = oid_array(*only.of(Catalog::kRelation));
  return R"sql(SELECT k.kind FROM (
  SELECT DISTINCT CASE WHEN c.relkind IN ('r', 'p') THEN 'table' WHEN c.relkind = 'v' THEN 'view'
      WHEN c.relkind = 'm' THEN 'materialized_view' WHEN c.relkind = 'S' THEN 'sequence'
      WHEN c.relkind = 'f' THEN 'foreign_table' WHEN c.relkind = 'c' THEN 'composite_type' END AS kind,
    c.relhasindex, c.relhastriggers
  FROM pg_catalog.pg_class AS c WHERE c.oid = ANY ()sql" +
         relations + R"sql()) AS r,
  LATERAL (VALUES (r.kind), ('column'), ('constraint'), (CASE WHEN r.relhasindex THEN 'index' END),
    (CASE WHEN r.relhastriggers THEN 'trigger' END)) AS k (kind)
WHERE k.kind IS NOT NULL
UNION ALL SELECT 'rule' WHERE EXISTS (SELECT FROM pg_catalog.pg_rewrite AS x WHERE x.ev_class = ANY ()sql" +
         relations + R"sql() AND x.rulename <> '_RETURN')
UNION ALL SELECT 'policy' WHERE EXISTS (SELECT FROM pg_catalog.pg_policy AS x WHERE x.polrelid = ANY ()sql" +
         relations + "))\n";
}

std::string types_query(const CatalogSelection& only) {
  return R"sql(SELECT k.kind FROM pg_catalog.pg_type AS t,
  LATERAL (VALUES (CASE WHEN NOT t.typisdefined THEN 'shell_type' WHEN t.typtype = 'e' THEN 'enum'
      WHEN t.typtype = 'd' THEN 'domain' WHEN t.typtype = 'r' THEN 'range_type' WHEN t.typtype = 'b' THEN 'base_type' END),
    (CASE WHEN t.typtype = 'd' THEN 'domain_constraint' END)) AS k (kind)
WHERE k.kind IS NOT NULL AND t.oid = ANY ()sql" +
         oid_array(*only.of(Catalog::kType)) + ")\n";
}

}  // namespace

std::string presence_query(const CatalogSelection* only) {
  std::string sql;
  const auto add = [&](const std::string& part) { sql += (sql.empty() ? "" : "UNION ALL ") + part; };
  if (is_selected_of(only, Catalog::kRelation)) add(relations_query(*only));
  if (is_selected_of(only, Catalog::kType)) add(types_query(*only));
  for (const Kind* kind : registry()) {
    if (kind->presence.empty() || is_limited(*kind, only)) continue;
    add("SELECT '" + std::string(kind->name) + "' AS kind WHERE EXISTS (SELECT FROM " +
        std::string(kind->presence) + ")\n");
  }
  return sql;
}

Presence::Presence(RowSource& source, const CatalogSelection* only) : only_(only) {
  const auto cursor = source.open(presence_query(only));
  while (cursor->next()) kinds_.emplace(cursor->field(0).value_or(""));
}

bool Presence::has(const Kind& kind) const {
  if (!is_limited(kind, only_)) return kind.presence.empty() || kinds_.contains(kind.name);
  const Catalog catalog = root_catalog(kind);
  return !only_->of(catalog)->empty() && (!is_shared(catalog) || kinds_.contains(kind.name));
}

}  // namespace schema_audit
