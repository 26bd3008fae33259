// The root of every failure that the collector reports to its user: one line
// that says what happened and what to do, and the exit code that goes with it.
#pragma once

#include <stdexcept>
#include <string>

#include "collector/exit_code.hpp"

namespace schema_audit {

class CollectorError : public std::runtime_error {
 public:
  CollectorError(ExitCode exit_code, const std::string& message)
      : std::runtime_error(message), exit_code_(exit_code) {}

  ExitCode exit_code() const noexcept { return exit_code_; }

 private:
  ExitCode exit_code_;
};

}  // namespace schema_audit
