// The items of CREATE ... (NAME = value, ...), taken from attributes; one that is absent gives none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/object.hpp"

namespace schema_audit {

class Definition {
 public:
  // The attributes must outlive it.
  explicit Definition(const Attributes& attributes) : attributes_(attributes) {}

  // word = the attribute's text as it stands: a name, a type, an expression.
  void put(std::string_view word, std::string_view attribute);
  void put_literal(std::string_view word, std::string_view attribute);
  void put_number(std::string_view word, std::string_view attribute);

  // The item alone, where the attribute is true.
  void put_flag(std::string_view item, std::string_view attribute);

  void add(std::string item) { items_.push_back(std::move(item)); }

  const std::vector<std::string>& items() const { return items_; }

 private:
  const Attributes& attributes_;
  std::vector<std::string> items_;
};

}  // namespace schema_audit
