// The wish of the user (Ctrl-C) or the service manager (SIGTERM) to stop.
//
// Waiting code polls interrupt_requested() and leaves by throwing Interrupted;
// nothing is done in the signal handler itself. A second signal ends the
// process the usual way. All functions are safe to call from any thread.
#pragma once

#include "collector/error.hpp"

namespace schema_audit {

class Interrupted : public CollectorError {
 public:
  Interrupted() : CollectorError(ExitCode::kIncomplete, "interrupted") {}
};

// Installs the handlers of SIGINT and SIGTERM, and ignores SIGPIPE and
// SIGXFSZ so that a closed pipe or a file size limit is an error to report
// instead of the end of the process. Called once, by main.
void install_signal_handlers();

// From then on SIGHUP is a wish to read the configuration again, not the end.
void install_reload_handler();

// Whether there was such a wish since the last call.
bool take_reload_request() noexcept;

bool interrupt_requested() noexcept;

// What the signal handler does; tests use it too.
void request_interrupt() noexcept;
void clear_interrupt() noexcept;

}  // namespace schema_audit
