#include "collector/run/run_end.hpp"

#include "collector/interrupt.hpp"

namespace schema_audit {

std::string RunEnd::reason() const {
  if (limit_.count() > 0 && std::chrono::steady_clock::now() - begun_ > limit_)
    return "the run took longer than max_execution_time";
  return interrupt_requested() ? "interrupted" : "";
}

}  // namespace schema_audit
