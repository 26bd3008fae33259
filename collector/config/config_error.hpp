// A mistake in the configuration, said as `file:line:column: what is wrong`.
#pragma once

#include <string>

#include "collector/error.hpp"

namespace schema_audit {

// Where something stands in a file, counted from 1; 0 means the whole file.
struct SourceMark {
  int line = 0;
  int column = 0;
};

class ConfigError : public CollectorError {
 public:
  ConfigError(const std::string& file, SourceMark mark, const std::string& message);

  SourceMark mark() const noexcept { return mark_; }

 private:
  SourceMark mark_;
};

}  // namespace schema_audit
