#include "core/model/object.hpp"

#include <algorithm>
#include <tuple>

namespace schema_audit {

Identity identity_of(const Object& root) { return {root.kind, root.schema, "", root.name, root.arguments}; }

Identity identity_of(const Object& root, const Object& child) {
  return {child.kind, root.schema, root.name, child.name, child.arguments};
}

bool comes_before(const Object& a, const Object& b) {
  return std::tie(a.kind, a.name, a.arguments) < std::tie(b.kind, b.name, b.arguments);
}

void sort_children(Object& root) { std::sort(root.children.begin(), root.children.end(), comes_before); }

}  // namespace schema_audit
