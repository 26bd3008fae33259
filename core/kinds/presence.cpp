#include "core/kinds/presence.hpp"

#include "core/kinds/registry.hpp"

namespace schema_audit {

std::string presence_query() {
  std::string sql;
  for (const Kind* kind : registry()) {
    if (kind->presence.empty()) continue;
    sql += sql.empty() ? "" : "UNION ALL ";
    sql += "SELECT '" + std::string(kind->name) + "' AS kind WHERE EXISTS (SELECT FROM " +
           std::string(kind->presence) + ")\n";
  }
  return sql;
}

Presence::Presence(RowSource& source) {
  const auto cursor = source.open(presence_query());
  while (cursor->next()) kinds_.emplace(cursor->field(0).value_or(""));
}

bool Presence::has(const Kind& kind) const { return kind.presence.empty() || kinds_.contains(kind.name); }

}  // namespace schema_audit
