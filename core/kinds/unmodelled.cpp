#include "core/kinds/unmodelled.hpp"

#include <array>
#include <string_view>

namespace schema_audit {

namespace {

struct Unmodelled {
  std::string_view kind;
  // From the catalog x on: what to count.
  std::string_view from;
  // OID of the catalog when its rows can be members of an extension, which are not counted; else 0.
  int member_of = 0;
};

// Rows of the system's own have OIDs below 16384 (FirstNormalObjectId).
constexpr auto kUnmodelled = std::to_array<Unmodelled>({
    // Kinds of relations that no supported major had when this was written.
    {"other relation",
     "pg_class AS x WHERE x.oid >= 16384 AND x.relkind NOT IN ('r','p','v','m','c','S','i','I','t','f')",
     1259},
});

}  // namespace

std::string unmodelled_query() {
  std::string sql = "SELECT k.kind, k.count FROM (\n";
  bool first = true;
  for (const Unmodelled& unmodelled : kUnmodelled) {
    if (!first) sql += "UNION ALL ";
    first = false;
    sql += "SELECT '" + std::string(unmodelled.kind) +
           "' AS kind, pg_catalog.count(*) AS count FROM pg_catalog." + std::string(unmodelled.from);
    if (unmodelled.member_of != 0) {
      sql +=
          " AND x.oid NOT IN (SELECT m.objid FROM pg_catalog.pg_depend AS m WHERE m.refclassid = 3079"
          " AND m.deptype = 'e' AND m.classid = " +
          std::to_string(unmodelled.member_of) + ")";
    }
    sql += "\n";
  }
  return sql + ") AS k WHERE k.count > 0 ORDER BY k.kind";
}

}  // namespace schema_audit
