#include "collector/store/event_columns.hpp"

namespace schema_audit {

std::string column_list(std::span<const Column> columns) {
  std::string list;
  for (const Column& column : columns) {
    if (!list.empty()) list += ", ";
    list += column.name;
  }
  return list;
}

}  // namespace schema_audit
