// Runs a program of the user's: without a shell, in a process group of its own, for a bounded time.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace schema_audit {

struct ProgramRun {
  std::vector<std::string> command;    // not empty; the first is looked up in PATH
  std::vector<std::string> variables;  // NAME=value, beside the environment without SCHEMA_AUDIT_*
  std::string_view input;
  std::size_t most_output = 0;  // of its standard output; what is more is read and dropped
  std::chrono::seconds timeout{60};
};

struct ProgramResult {
  enum class End { kExited, kSignalled, kTimedOut, kNotStarted };

  End end = End::kNotStarted;
  int code = 0;  // exit status, signal, or errno
  std::string output;

  // "exited with 3", for people; the program's name stands before it.
  std::string text() const;
};

// Its standard error goes nowhere: nobody knows what it holds. Throws Interrupted. Thread-safe.
// REQUIRES: SIGPIPE is ignored, see install_signal_handlers().
ProgramResult run_program(const ProgramRun& run);

}  // namespace schema_audit
