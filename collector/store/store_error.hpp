// A store that cannot be read or written: exit code 74, or 75 when somebody
// else is using it. The message says what to do.
#pragma once

#include <string>

#include "collector/error.hpp"

namespace schema_audit {

class StoreError : public CollectorError {
 public:
  StoreError(ExitCode exit_code, const std::string& path, const std::string& message);
};

}  // namespace schema_audit
