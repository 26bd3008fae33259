// One thing in a schema: its address, its attributes and, for a root object, the parts that live and die with
// it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/identity.hpp"
#include "core/model/value.hpp"

namespace schema_audit {

// Where the server kept the object when it was read. Never part of the content: it only tells a rename from a
// drop and a create within one database. Zero means unknown.
struct Hint {
  std::uint32_t oid = 0;    // of its catalog row; of a column: of its relation
  std::int32_t number = 0;  // of a column: its attnum

  bool known() const { return oid != 0; }
  friend auto operator<=>(const Hint&, const Hint&) = default;
};

// Something an object cannot exist without, as pg_depend has it: an address in the catalog of the same
// snapshot, so it means something beside the hints of that snapshot only. Never part of the content. Recorded
// is what the attributes do not say by themselves.
struct Dependency {
  std::uint32_t catalog = 0;  // OID of the catalog that `oid` belongs to
  std::uint32_t oid = 0;
  std::int32_t number = 0;  // of a column, else 0
  bool of_default = false;  // it is the default (or the expression) of a column that needs it

  friend auto operator<=>(const Dependency&, const Dependency&) = default;
};

struct Object {
  std::string kind;
  std::string schema;  // of a child: its root's
  std::string name;
  std::string arguments;
  Attributes attributes;
  std::vector<Object> children;  // sorted by (kind, name, arguments); a child has no children of its own
  Hint hint;
  std::vector<Dependency> needs;  // sorted, without repetition

  // Content only: hints and dependencies do not count.
  friend bool operator==(const Object& a, const Object& b) {
    return a.kind == b.kind && a.schema == b.schema && a.name == b.name && a.arguments == b.arguments &&
           a.attributes == b.attributes && a.children == b.children;
  }
};

Identity identity_of(const Object& root);
Identity identity_of(const Object& root, const Object& child);

// The canonical order of the children of one root object: by kind, name, arguments.
bool comes_before(const Object& a, const Object& b);

// Puts the children into canonical order.
void sort_children(Object& root);

}  // namespace schema_audit
