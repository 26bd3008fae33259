// What systemd is told, over the socket that NOTIFY_SOCKET names; see sd_notify(3). Without one, nothing.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace schema_audit {

class ServiceManager {
 public:
  // Takes NOTIFY_SOCKET and WATCHDOG_USEC of the environment, which programs that are started later do not
  // see.
  ServiceManager();

  void ready(const std::string& status) const;
  void reloading() const;
  void stopping() const;
  void status(const std::string& text) const;
  void alive() const;

  // How often alive() has to be told at least; nothing: nobody waits for it.
  std::optional<std::chrono::microseconds> watchdog() const { return watchdog_; }

 private:
  void send(const std::string& message) const;

  std::string socket_;
  std::optional<std::chrono::microseconds> watchdog_;
};

}  // namespace schema_audit
