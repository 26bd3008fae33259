// What an attribute of an object can hold.
//
// An attribute at its default (NULL, false, an empty list) is not written at all, so that "absent" and
// "default" are one thing and a later version can model a new attribute without every old snapshot differing.
// Plain values: copying copies, const access from several threads is safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace schema_audit {

using TextList = std::vector<std::string>;           // order means something
using TextMap = std::map<std::string, std::string>;  // sorted by key

using Value = std::variant<bool, std::int64_t, std::string, TextList, TextMap>;

// One line for people: lists joined by ", ", maps as "key: value". Not escaped for any output (see
// render/printable.hpp).
std::string to_text(const Value& value);

struct Attribute {
  std::string name;
  Value value;

  friend bool operator==(const Attribute&, const Attribute&) = default;
};

// Attributes of one object, sorted by name, each name once.
class Attributes {
 public:
  using const_iterator = std::vector<Attribute>::const_iterator;

  // nullptr when the attribute is absent, which means: at its default.
  const Value* find(std::string_view name) const;

  // The text of a text attribute, or "" when it is absent or of another type.
  std::string_view text(std::string_view name) const;

  // True for a bool attribute that is present and true.
  bool flag(std::string_view name) const;

  // Inserts or replaces. A default value (false, "", empty list or map) removes the attribute.
  void set(std::string_view name, Value value);

  const_iterator begin() const { return items_.begin(); }
  const_iterator end() const { return items_.end(); }
  std::size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  void reserve(std::size_t n) { items_.reserve(n); }

  friend bool operator==(const Attributes&, const Attributes&) = default;

 private:
  std::vector<Attribute> items_;
};

}  // namespace schema_audit
