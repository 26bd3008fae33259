// Which of the rare kinds a database has any of: one question instead of one for each of them.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "core/kinds/kind.hpp"
#include "core/kinds/row_source.hpp"

namespace schema_audit {

// The query: kind (text); one row for each kind with a `presence` that holds.
std::string presence_query();

// The kinds whose queries are to be asked. Throws what source throws.
class Presence {
 public:
  explicit Presence(RowSource& source);

  bool has(const Kind& kind) const;

 private:
  std::set<std::string, std::less<>> kinds_;
};

}  // namespace schema_audit
