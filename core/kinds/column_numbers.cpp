#include "core/kinds/column_numbers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/kinds/array_text.hpp"

namespace schema_audit {

namespace {

const std::string& name_of(const Object& root, std::int32_t number) {
  const auto is_it = [&](const Object& child) { return child.hint.number == number; };
  // Where no column was ever dropped, each stands at its number.
  const auto place = static_cast<std::size_t>(number) - 1;
  if (place < root.children.size() && is_it(root.children[place])) return root.children[place].name;
  const auto found = std::find_if(root.children.begin(), root.children.end(), is_it);
  if (number <= 0 || found == root.children.end()) {
    throw std::logic_error(root.kind + " " + root.name + " has no column number " + std::to_string(number));
  }
  return found->name;
}

}  // namespace

ColumnNumbers take_suffix(std::string_view& name) {
  constexpr std::array<std::pair<std::string_view, ColumnNumbers>, 3> kSuffixes{
      {{kNamesSuffix, ColumnNumbers::kNames},
       {kElementsSuffix, ColumnNumbers::kElements},
       {kKeysSuffix, ColumnNumbers::kKeys}}};
  for (const auto& [suffix, numbers] : kSuffixes) {
    if (!name.ends_with(suffix)) continue;
    name.remove_suffix(suffix.size());
    return numbers;
  }
  return ColumnNumbers::kNone;
}

TextList name_columns(const Columns& columns, std::string_view array, ColumnNumbers numbers) {
  TextList items = parse_array(array);
  const auto& collated = columns.with_own_collation;
  for (std::string& item : items) {
    std::int32_t number = 0;
    const auto [end, error] = std::from_chars(item.data(), item.data() + item.size(), number);
    if (error != std::errc()) {
      if (numbers != ColumnNumbers::kElements) throw std::logic_error("not the number of a column: " + item);
      continue;  // an expression
    }
    const std::string& name = name_of(columns.root, number);
    item.replace(0, static_cast<std::size_t>(end - item.data()),
                 numbers == ColumnNumbers::kNames ? name : quote_identifier(name));
    if (numbers == ColumnNumbers::kKeys &&
        std::find(collated.begin(), collated.end(), number) != collated.end())
      item += " COLLATE \"default\"";
  }
  return items;
}

}  // namespace schema_audit
