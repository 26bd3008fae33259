#include "core/kinds/security_labels.hpp"

#include <string_view>
#include <utility>

#include "core/kinds/array_text.hpp"
#include "core/kinds/common_attributes.hpp"
#include "core/kinds/number_text.hpp"

namespace schema_audit {

std::string_view security_labels_query() {
  // A composite type goes by the relation behind it.
  return R"sql(
SELECT CASE WHEN c.oid IS NULL THEN l.classoid ELSE 1259 END AS catalog, COALESCE(c.oid, l.objoid) AS object,
  l.objsubid AS number, pg_catalog.array_agg(l.provider || '=' || l.label) AS labels
FROM pg_catalog.pg_seclabel AS l
LEFT JOIN pg_catalog.pg_class AS c ON l.classoid = 1247 AND c.reltype = l.objoid AND c.relkind = 'c'
GROUP BY 1, 2, 3)sql";
}

SecurityLabels::SecurityLabels(RowSource& source) {
  const auto cursor = source.open(security_labels_query());
  while (cursor->next()) {
    const auto number = [&](int column) { return cursor->field(column).value_or(""); };
    TextMap& labels = labels_[{to_integer<std::uint32_t>(number(0)), to_integer<std::uint32_t>(number(1)),
                               to_integer<std::int32_t>(number(2))}];
    for (const std::string& label : parse_array(cursor->field(3).value_or("{}"))) {
      const auto equals = label.find('=');
      labels.insert_or_assign(label.substr(0, equals), label.substr(equals + 1));
    }
  }
}

void SecurityLabels::attach(Catalog catalog, Object& object) {
  if (labels_.empty()) return;
  const auto it = labels_.find({static_cast<std::uint32_t>(catalog), object.hint.oid, object.hint.number});
  if (it == labels_.end()) return;
  object.attributes.set(kSecurityLabelsAttribute.name, std::move(it->second));
  labels_.erase(it);
}

}  // namespace schema_audit
