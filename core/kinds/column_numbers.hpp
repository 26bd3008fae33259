// Column numbers of a relation, turned into the names of its columns.
//
// Constraints and indexes keep the numbers of the columns of the relation that they are parts of. Its columns
// are read before them, so no join is needed to name them. A query says so by the name of its field:
// "columns#names" is the attribute columns, sent as an array of numbers; "columns#elements" is an array of
// what CREATE INDEX takes, in which an item that begins with a digit is the number of a column and what
// follows it; "columns#keys" are such items without anything behind the number, of an index in which all
// columns that have a collation have the database's.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/model/object.hpp"

namespace schema_audit {

// How a field of a query has to be read.
enum class ColumnNumbers : std::uint8_t { kNone, kNames, kElements, kKeys };

inline constexpr std::string_view kNamesSuffix = "#names";
inline constexpr std::string_view kElementsSuffix = "#elements";
inline constexpr std::string_view kKeysSuffix = "#keys";

// What the field of this name is; takes the suffix off the name.
ColumnNumbers take_suffix(std::string_view& name);

// A root object whose columns have been read.
struct Columns {
  const Object& root;  // they are its first children
  // Numbers of those that have another collation than the database's.
  std::vector<std::int32_t> with_own_collation = {};
};

// The text of an array, with numbers, as a list with names. Throws std::logic_error when there is no column
// of such a number.
TextList name_columns(const Columns& columns, std::string_view array, ColumnNumbers numbers);

}  // namespace schema_audit
