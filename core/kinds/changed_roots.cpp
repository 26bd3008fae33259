#include "core/kinds/changed_roots.hpp"

#include <vector>

#include "core/kinds/registry.hpp"

namespace schema_audit {

namespace {

constexpr std::size_t kMostRoots = 5000;

// A table has a row type and that an array type, which others may name. Whose text shows the names of columns
// that a function returns depends on the function only, so from routines and types it goes on to what depends
// on those. A row of zeros: something else depends on what has changed (a cast, an operator, a publication),
// or a member of an extension has changed, whose privileges may be an object of their own.
constexpr std::string_view kReached = R"sql(
), row_types AS (
  SELECT class, oid FROM changed
  UNION SELECT 1247, r.reltype FROM changed AS c JOIN pg_class AS r ON c.class = 1259 AND r.oid = c.oid WHERE r.reltype <> 0
  UNION SELECT 1259, t.typrelid FROM changed AS c JOIN pg_type AS t ON c.class = 1247 AND t.oid = c.oid WHERE t.typrelid <> 0
), named AS (
  SELECT class, oid FROM row_types
  UNION SELECT 1247, t.typarray FROM row_types AS c JOIN pg_type AS t ON c.class = 1247 AND t.oid = c.oid WHERE t.typarray <> 0
), reached (class, oid, goes_on) AS (
  SELECT class, oid, true FROM named
  UNION
  SELECT d.classid, d.objid, d.classid IN (1247, 1255)
  FROM reached AS r JOIN pg_depend AS d ON d.refclassid = r.class AND d.refobjid = r.oid
  WHERE r.goes_on
), wholes AS (
  SELECT class, oid FROM reached
  UNION SELECT d.refclassid, d.refobjid FROM changed AS c
  JOIN pg_depend AS d ON d.classid = c.class AND d.objid = c.oid AND d.deptype IN ('i', 'a', 'P', 'S')
)
SELECT 0 AS class, 0 AS oid FROM wholes AS w WHERE class NOT IN (1247, 1255, 1259, 2604, 2606, 2618, 2620, 3256, 3381)
UNION SELECT 0, 0 FROM wholes AS w JOIN pg_depend AS m ON m.classid = w.class AND m.objid = w.oid
  AND m.refclassid = 3079 AND m.deptype = 'e'
UNION SELECT class, oid FROM wholes AS w WHERE class IN (1247, 1255, 1259, 3381)
  AND NOT EXISTS (SELECT FROM pg_type AS t WHERE w.class = 1247 AND t.oid = w.oid AND (t.typrelid <> 0
    OR t.oid = (SELECT e.typarray FROM pg_type AS e WHERE e.oid = t.typelem)))
  AND NOT EXISTS (SELECT FROM pg_class AS k WHERE w.class = 1259 AND k.oid = w.oid AND k.relkind IN ('i', 'I', 't'))
UNION SELECT 1259, i.indrelid FROM wholes AS w JOIN pg_index AS i ON w.class = 1259 AND i.indexrelid = w.oid
UNION SELECT 1259, c.conrelid FROM wholes AS w JOIN pg_constraint AS c ON w.class = 2606 AND c.oid = w.oid WHERE c.conrelid <> 0
UNION SELECT 1247, c.contypid FROM wholes AS w JOIN pg_constraint AS c ON w.class = 2606 AND c.oid = w.oid WHERE c.contypid <> 0
UNION SELECT 1259, t.tgrelid FROM wholes AS w JOIN pg_trigger AS t ON w.class = 2620 AND t.oid = w.oid
UNION SELECT 1259, r.ev_class FROM wholes AS w JOIN pg_rewrite AS r ON w.class = 2618 AND r.oid = w.oid
UNION SELECT 1259, p.polrelid FROM wholes AS w JOIN pg_policy AS p ON w.class = 3256 AND p.oid = w.oid
UNION SELECT 1259, a.adrelid FROM wholes AS w JOIN pg_attrdef AS a ON w.class = 2604 AND a.oid = w.oid
UNION SELECT 1259, t.typrelid FROM wholes AS w JOIN pg_type AS t ON w.class = 1247 AND t.oid = w.oid WHERE t.typrelid <> 0
UNION SELECT 1247, t.typelem FROM wholes AS w JOIN pg_type AS t ON w.class = 1247 AND t.oid = w.oid
  JOIN pg_type AS e ON e.oid = t.typelem AND e.typrelid = 0
UNION SELECT 1247, r.rngtypid FROM wholes AS w JOIN pg_range AS r ON w.class = 1247 AND r.rngmultitypid = w.oid
ORDER BY 1, 2
)sql";

}  // namespace

std::string changed_roots_query(std::span<const Address> changed) {
  std::vector<std::uint32_t> catalogs;
  std::vector<std::uint32_t> oids;
  for (const Address& address : changed) {
    catalogs.push_back(address.catalog);
    oids.push_back(address.oid);
  }
  return "WITH RECURSIVE changed (class, oid) AS (\n  SELECT c.class, c.oid FROM unnest(" +
         oid_array(catalogs) + ", " + oid_array(oids) + ") AS c (class, oid)" + std::string(kReached);
}

std::optional<CatalogSelection> selection_of(std::span<const Address> roots) {
  if (roots.size() > kMostRoots) return std::nullopt;
  CatalogSelection selection;
  for (const Catalog catalog :
       {Catalog::kRelation, Catalog::kType, Catalog::kProcedure, Catalog::kStatistics}) {
    std::vector<std::uint32_t> oids;
    for (const Address& root : roots) {
      if (root.catalog == static_cast<std::uint32_t>(catalog)) oids.push_back(root.oid);
    }
    selection.limit(catalog, std::move(oids));
  }
  // Of everything else no row has changed.
  const bool others = !roots.empty() && roots.front().catalog == 0;
  if (others) return selection;
  for (const auto kinds : {registry(), cluster_registry()}) {
    for (const Kind* kind : kinds) {
      const Catalog catalog = root_catalog(*kind);
      if (selection.of(catalog) == nullptr) selection.limit(catalog, {});
    }
  }
  return selection;
}

}  // namespace schema_audit
