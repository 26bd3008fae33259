// Why a run is to end before all is done.
#pragma once

#include <chrono>
#include <string>

#include "collector/config/config.hpp"

namespace schema_audit {

// Begins to count when it is made.
class RunEnd {
 public:
  explicit RunEnd(const Config& config) : limit_(config.run.max_execution_ms) {}

  // Empty: it goes on.
  std::string reason() const;

 private:
  const std::chrono::milliseconds limit_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

}  // namespace schema_audit
