#include "core/kinds/unmodelled.hpp"

#include <array>
#include <string_view>

namespace schema_audit {

namespace {

struct Unmodelled {
  std::string_view kind;
  // From the catalog x on: what to count.
  std::string_view from;
  Catalog catalog;
  bool may_be_member;  // of an extension; such are not counted
};

// Rows of the system's own have OIDs below 16384 (FirstNormalObjectId).
constexpr auto kUnmodelled = std::to_array<Unmodelled>({
    // Kinds of relations that no supported major had when this was written.
    {"other relation",
     "pg_class AS x WHERE x.oid >= 16384 AND x.relkind NOT IN ('r','p','v','m','c','S','i','I','t','f')",
     Catalog::kRelation, true},
});

}  // namespace

std::string unmodelled_query(const CatalogSelection* only) {
  std::string sql = "SELECT k.kind, k.count FROM (\n";
  bool first = true;
  for (const Unmodelled& unmodelled : kUnmodelled) {
    if (!first) sql += "UNION ALL ";
    first = false;
    sql += "SELECT '" + std::string(unmodelled.kind) +
           "' AS kind, pg_catalog.count(*) AS count FROM pg_catalog." + std::string(unmodelled.from);
    if (const auto* oids = only != nullptr ? only->of(unmodelled.catalog) : nullptr)
      sql += " AND x.oid = ANY (" + oid_array(*oids) + ")";
    if (unmodelled.may_be_member) {
      sql +=
          " AND x.oid NOT IN (SELECT m.objid FROM pg_catalog.pg_depend AS m WHERE m.refclassid = 3079"
          " AND m.deptype = 'e' AND m.classid = " +
          std::to_string(static_cast<std::uint32_t>(unmodelled.catalog)) + ")";
    }
    sql += "\n";
  }
  return sql + ") AS k WHERE k.count > 0 ORDER BY k.kind";
}

}  // namespace schema_audit
