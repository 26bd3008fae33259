// What an attribute holds, where it is a map; nothing where it is absent or of another type.
#pragma once

#include <optional>
#include <variant>

#include "core/model/value.hpp"

namespace schema_audit {

inline TextMap map_of(const Value* value) {
  const auto* map = value != nullptr ? std::get_if<TextMap>(value) : nullptr;
  return map != nullptr ? *map : TextMap();
}

inline TextMap map_of(const std::optional<Value>& value) { return map_of(value ? &*value : nullptr); }

}  // namespace schema_audit
