// The rows that a set-returning function hands back.
#pragma once

#include "extension/backend/guard.hpp"

namespace schema_audit {

// Materialises rows for the executor (docs: "C-Language Functions", section "Returning Sets"). Fields are
// given in text form and read by the input functions of the result's types. REQUIRES: a caller that accepts a
// materialised set.
class ResultSet {
 public:
  explicit ResultSet(FunctionCallInfo call);

  std::size_t columns() const;

  // REQUIRES: as many fields as the result has columns.
  void add(const std::vector<std::optional<std::string>>& fields);

 private:
  ReturnSetInfo* info_;
  AttInMetadata* input_;
};

}  // namespace schema_audit
