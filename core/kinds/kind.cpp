#include "core/kinds/kind.hpp"

namespace schema_audit {

const AttributeKind* Kind::attribute(std::string_view attribute_name) const {
  for (const AttributeKind& attribute : attributes) {
    if (attribute.name == attribute_name) return &attribute;
  }
  return nullptr;
}

const Variant& Kind::variant_of(const Object& object, bool added) const {
  if (variant) {
    const std::string_view wanted = variant(object, added);
    for (const Variant& candidate : variants) {
      if (candidate.name == wanted) return candidate;
    }
  }
  return variants.front();
}

}  // namespace schema_audit
