// The security labels of all objects: an attribute that any kind can have and hardly any database does.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "core/kinds/kind.hpp"
#include "core/kinds/row_source.hpp"
#include "core/model/object.hpp"

namespace schema_audit {

// The query: catalog and object (OIDs), number (of a column, else 0), labels (text[] of provider=label).
std::string_view security_labels_query();

// Read once, before the objects. Throws what source throws.
class SecurityLabels {
 public:
  explicit SecurityLabels(RowSource& source);

  // Sets the attribute of an object of that catalog, when it has labels.
  void attach(Catalog catalog, Object& object);

  // How many objects have labels that no attach() asked for.
  std::int64_t left() const { return static_cast<std::int64_t>(labels_.size()); }

 private:
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::int32_t>, TextMap> labels_;
};

}  // namespace schema_audit
