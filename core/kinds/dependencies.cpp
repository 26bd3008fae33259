#include "core/kinds/dependencies.hpp"

#include <algorithm>
#include <utility>

#include "core/kinds/array_text.hpp"
#include "core/kinds/number_text.hpp"
#include "core/kinds/registry.hpp"

namespace schema_audit {

namespace {

std::string list_of(const CatalogSelection& only, Catalog catalog) {
  const auto* oids = only.of(catalog);
  return oid_array(oids != nullptr ? *oids : std::vector<std::uint32_t>());
}

// The rows of the selected objects and of their parts, and those of all other kinds.
std::string selected_rows(const CatalogSelection* only) {
  if (only == nullptr) return "pg_catalog.pg_depend";
  const std::string relations = list_of(*only, Catalog::kRelation);
  const std::string types = list_of(*only, Catalog::kType);
  std::vector<std::uint32_t> others;
  // Members of operator families.
  if (only->of(Catalog::kOperatorFamily) == nullptr) others = {2602, 2603};
  for (const Kind* kind : registry()) {
    if (only->of(root_catalog(*kind)) == nullptr) others.push_back(static_cast<std::uint32_t>(kind->catalog));
  }
  return R"sql((
    SELECT r.* FROM (
      SELECT 1259 AS class, o AS object FROM unnest()sql" +
         relations + R"sql() AS o
      UNION ALL SELECT 1247, o FROM unnest()sql" +
         types + R"sql() AS o
      UNION ALL SELECT 1255, o FROM unnest()sql" +
         list_of(*only, Catalog::kProcedure) + R"sql() AS o
      UNION ALL SELECT 3381, o FROM unnest()sql" +
         list_of(*only, Catalog::kStatistics) + R"sql() AS o
      UNION ALL SELECT 1259, x.indexrelid FROM pg_catalog.pg_index AS x WHERE x.indrelid = ANY ()sql" +
         relations + R"sql()
      UNION ALL SELECT 2604, x.oid FROM pg_catalog.pg_attrdef AS x WHERE x.adrelid = ANY ()sql" +
         relations + R"sql()
      UNION ALL SELECT 2606, x.oid FROM pg_catalog.pg_constraint AS x WHERE x.conrelid = ANY ()sql" +
         relations + R"sql()
      UNION ALL SELECT 2606, x.oid FROM pg_catalog.pg_constraint AS x WHERE x.contypid = ANY ()sql" +
         types + R"sql()
      UNION ALL SELECT 2620, x.oid FROM pg_catalog.pg_trigger AS x WHERE x.tgrelid = ANY ()sql" +
         relations + R"sql()
      UNION ALL SELECT 2618, x.oid FROM pg_catalog.pg_rewrite AS x WHERE x.ev_class = ANY ()sql" +
         relations + R"sql()
      UNION ALL SELECT 3256, x.oid FROM pg_catalog.pg_policy AS x WHERE x.polrelid = ANY ()sql" +
         relations + R"sql()) AS l
    JOIN pg_catalog.pg_depend AS r ON r.classid = l.class AND r.objid = l.object)sql" +
         (others.empty() ? ""
                         : R"sql(
    UNION ALL
    SELECT r.* FROM pg_catalog.pg_depend AS r WHERE r.classid = ANY ()sql" +
                               oid_array(others) + ")") +
         ")";
}

}  // namespace

std::string dependencies_query(const CatalogSelection* only) {
  // What pg_depend has of a part of an object is said of the object that the snapshot has: the rule of a view
  // is the view, a default the column (marked), a member of an operator family that family, an index behind a
  // constraint that constraint. In the same way for what is needed: an array type is its element type, a row
  // type the relation, a multirange type its range type.
  //
  // Left out: schemas, which names tell; the columns of keys, which attributes list; what extensions brought.
  return R"sql(
WITH edges AS MATERIALIZED (
  SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid
  FROM )sql" +
         selected_rows(only) + R"sql( AS d
  WHERE d.deptype = 'n' AND d.objid >= 16384 AND d.refobjid >= 16384 AND d.refclassid NOT IN (2615, 3079)
    AND NOT (d.classid = 2606 AND d.refclassid = 1259)
    AND (d.refclassid, d.refobjid) NOT IN (
      SELECT m.classid, m.objid FROM pg_catalog.pg_depend AS m WHERE m.refclassid = 3079 AND m.deptype = 'e')
), dependents AS (
  SELECT e.classid AS catalog, e.objid AS object, e.objsubid AS number, false AS of_default, e.refclassid, e.refobjid, e.refobjsubid
  FROM edges AS e
  WHERE e.classid NOT IN (1259, 2602, 2603, 2604, 2618)
  UNION ALL
  SELECT CASE WHEN i.oid IS NULL THEN 1259 ELSE 2606 END, COALESCE(i.oid, e.objid), e.objsubid, false, e.refclassid, e.refobjid, e.refobjsubid
  FROM edges AS e
  LEFT JOIN (SELECT k.oid, k.conindid FROM pg_catalog.pg_constraint AS k WHERE k.contype IN ('p', 'u', 'x')) AS i ON i.conindid = e.objid
  WHERE e.classid = 1259
  UNION ALL
  SELECT 2753, CASE e.classid WHEN 2602 THEN (SELECT o.amopfamily FROM pg_catalog.pg_amop AS o WHERE o.oid = e.objid)
      ELSE (SELECT p.amprocfamily FROM pg_catalog.pg_amproc AS p WHERE p.oid = e.objid) END, 0, false, e.refclassid, e.refobjid, e.refobjsubid
  FROM edges AS e
  WHERE e.classid IN (2602, 2603)
  UNION ALL
  SELECT 1259, a.adrelid, a.adnum, true, e.refclassid, e.refobjid, e.refobjsubid
  FROM edges AS e JOIN pg_catalog.pg_attrdef AS a ON a.oid = e.objid
  WHERE e.classid = 2604
  UNION ALL
  SELECT CASE WHEN r.rulename = '_RETURN' THEN 1259 ELSE 2618 END, CASE WHEN r.rulename = '_RETURN' THEN r.ev_class ELSE r.oid END, 0, false,
    e.refclassid, e.refobjid, e.refobjsubid
  FROM edges AS e JOIN pg_catalog.pg_rewrite AS r ON r.oid = e.objid
  WHERE e.classid = 2618
), types AS (
  SELECT t.oid, COALESCE(e.oid, t.oid) AS type, COALESCE(e.typrelid, t.typrelid) AS relation
  FROM pg_catalog.pg_type AS t
  LEFT JOIN pg_catalog.pg_type AS e ON e.oid = t.typelem AND t.typcategory = 'A'
  WHERE t.oid IN (SELECT d.refobjid FROM edges AS d WHERE d.refclassid = 1247)
)
SELECT d.catalog, d.object, d.number, d.of_default,
  pg_catalog.array_agg(pg_catalog.concat_ws('/', CASE WHEN t.relation <> 0 THEN 1259 ELSE d.refclassid END,
    CASE WHEN t.relation <> 0 THEN t.relation WHEN t.oid IS NOT NULL THEN t.type ELSE d.refobjid END, d.refobjsubid)) AS needs
FROM dependents AS d
LEFT JOIN types AS t ON d.refclassid = 1247 AND t.oid = d.refobjid
GROUP BY 1, 2, 3, 4)sql";
}

Dependencies::Dependencies(RowSource& source, const CatalogSelection* only) {
  const auto cursor = source.open(dependencies_query(only));
  while (cursor->next()) {
    const auto text = [&](int column) { return cursor->field(column).value_or(""); };
    auto& needs = needs_[{to_integer<std::uint32_t>(text(0)), to_integer<std::uint32_t>(text(1)),
                          to_integer<std::int32_t>(text(2))}];
    for (const std::string& need : parse_array(text(4))) {
      const auto first = need.find('/');
      const auto second = need.find('/', first + 1);
      needs.push_back(
          {to_integer<std::uint32_t>(std::string_view(need).substr(0, first)),
           to_integer<std::uint32_t>(std::string_view(need).substr(first + 1, second - first - 1)),
           to_integer<std::int32_t>(std::string_view(need).substr(second + 1)), text(3) == "t"});
    }
  }
}

void Dependencies::attach(Catalog catalog, Object& object) {
  if (needs_.empty()) return;
  const auto it = needs_.find({static_cast<std::uint32_t>(catalog), object.hint.oid, object.hint.number});
  if (it == needs_.end()) return;
  object.needs = std::move(it->second);
  needs_.erase(it);
  std::sort(object.needs.begin(), object.needs.end());
  object.needs.erase(std::unique(object.needs.begin(), object.needs.end()), object.needs.end());
}

}  // namespace schema_audit
