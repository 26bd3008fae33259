// The versions of the store's schema. A migration is never edited once it is
// released: the store keeps its checksum. A new version is a new entry.
#pragma once

#include <span>
#include <string_view>

namespace schema_audit {

struct Migration {
  int number;  // 1, 2, 3, ... without a gap
  std::string_view name;
  std::string_view sql;
};

std::span<const Migration> sqlite_migrations();

}  // namespace schema_audit
