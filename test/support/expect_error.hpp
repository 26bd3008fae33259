// The message and the exit code of what a piece of code throws.
#pragma once

#include <string>

#include "collector/error.hpp"

namespace schema_audit {

struct Thrown {
  ExitCode exit_code = ExitCode::kNone;
  std::string message;  // empty: nothing was thrown
};

template <typename Work>
Thrown thrown_by(Work work) {
  try {
    work();
  } catch (const CollectorError& error) {
    return {error.exit_code(), error.what()};
  }
  return {};
}

}  // namespace schema_audit
