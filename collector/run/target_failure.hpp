// What went wrong with one target, in a run that goes on with the others.
#pragma once

#include <exception>
#include <string>

#include "collector/exit_code.hpp"

namespace schema_audit {

struct TargetFailure {
  std::string text;  // to stand beside the name of the target
  ExitCode exit_code = ExitCode::kInternal;
};

// Whatever was thrown; what nobody expected is an internal error of this target alone.
TargetFailure failure_of(const std::exception& error);

}  // namespace schema_audit
