// All that a store holds, in a form in which two copies can be compared.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/canonical/hash.hpp"

namespace schema_audit {

struct TableContent {
  std::string name;
  std::int64_t rows = 0;
  Digest digest{};  // over every value of every row, in the order in which they lie

  friend bool operator==(const TableContent&, const TableContent&) = default;
};

// By name; the schema itself comes first. Begins a read transaction where none is open.
std::vector<TableContent> content_of(SQLite::Database& database);

// "3 rows of snapshot"; empty when both are the same.
std::string first_difference(const std::vector<TableContent>& a, const std::vector<TableContent>& b);

}  // namespace schema_audit
