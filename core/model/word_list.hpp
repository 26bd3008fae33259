// Lists as attributes have them in one text: "SELECT, UPDATE*".
#pragma once

#include <string_view>
#include <vector>

namespace schema_audit {

// The items, in their order; none of an empty list.
inline std::vector<std::string_view> items_of(std::string_view list) {
  constexpr std::string_view kSeparator = ", ";
  std::vector<std::string_view> items;
  while (!list.empty()) {
    const auto end = list.find(kSeparator);
    items.push_back(list.substr(0, end));
    list = end == std::string_view::npos ? std::string_view() : list.substr(end + kSeparator.size());
  }
  return items;
}

}  // namespace schema_audit
