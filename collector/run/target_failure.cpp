#include "collector/run/target_failure.hpp"

#include "collector/postgres/postgres_error.hpp"

namespace schema_audit {

TargetFailure failure_of(const std::exception& error) {
  if (const auto* expected = dynamic_cast<const CollectorError*>(&error))
    return {text_beside_target(*expected), expected->exit_code()};
  return {std::string("internal error: ") + error.what(), ExitCode::kInternal};
}

}  // namespace schema_audit
