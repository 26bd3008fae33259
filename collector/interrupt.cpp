#include "collector/interrupt.hpp"

#include <csignal>

namespace schema_audit {
namespace {

volatile std::sig_atomic_t interrupt_flag = 0;
volatile std::sig_atomic_t reload_flag = 0;

extern "C" void on_signal(int) { request_interrupt(); }
extern "C" void on_hangup(int) { reload_flag = 1; }

void handle(int signal_number, void (*handler)(int), int flags) {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  sigaction(signal_number, &action, nullptr);
}

}  // namespace

void install_signal_handlers() {
  // SA_RESETHAND: the second signal finds the default action. No SA_RESTART:
  // poll(2) has to return.
  handle(SIGINT, on_signal, SA_RESETHAND);
  handle(SIGTERM, on_signal, SA_RESETHAND);
  handle(SIGPIPE, SIG_IGN, 0);
  handle(SIGXFSZ, SIG_IGN, 0);
}

void install_reload_handler() { handle(SIGHUP, on_hangup, 0); }

bool take_reload_request() noexcept {
  const bool requested = reload_flag != 0;
  reload_flag = 0;
  return requested;
}

bool interrupt_requested() noexcept { return interrupt_flag != 0; }

void request_interrupt() noexcept { interrupt_flag = 1; }

void clear_interrupt() noexcept { interrupt_flag = 0; }

}  // namespace schema_audit
