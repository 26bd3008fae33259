#include "core/plan/default_grants.hpp"

#include "core/plan/words.hpp"

namespace schema_audit {

TextMap default_grants(const Model& before, const Decisions& decisions, const Unit& unit) {
  TextMap given;
  const std::string_view kind = unit.object->kind;
  const std::string_view what =
      kind == "table" || kind == "view" || kind == "materialized_view" || kind == "foreign_table"
          ? " on tables"
      : kind == "sequence" ? " on sequences"
      : kind == "routine"  ? " on functions"
      : kind == "schema"   ? " on schemas"
      : kind == "enum" || kind == "domain" || kind == "composite_type" || kind == "range_type" ||
              kind == "base_type"
          ? " on types"
          : "";
  if (what.empty() || !unit.is_root()) return given;
  const std::string owner = quote_identifier(unit.attributes().text("owner"));
  for (const Unit& other : before.units()) {
    if (other.object->kind != "default_privileges" || !other.object->name.ends_with(what)) continue;
    if (!other.object->schema.empty() && other.object->schema != unit.object->schema) continue;
    if (decisions.of_before(other.id).action == Action::kDrop) continue;
    for (const auto& [grantee, text] : map_of(other.attributes(), "privileges")) {
      if (grantee != owner && grantee.find(" (granted by ") == std::string::npos)
        given.insert_or_assign(grantee, text);
    }
  }
  // Granted and wanted alike is not certain to be granted: it depends on who runs the plan.
  for (auto& [grantee, text] : given) {
    if (text != "none") text = "whatever";
  }
  return given;
}

}  // namespace schema_audit
