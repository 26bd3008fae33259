#include "collector/daemon/service_manager.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <spdlog/spdlog.h>

#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

std::string taken(const char* variable) {
  const char* value = std::getenv(variable);
  std::string text = value != nullptr ? value : "";
  unsetenv(variable);
  return text;
}

std::optional<long long> number(const std::string& text) {
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value <= 0) return std::nullopt;
  return value;
}

std::string status_line(const std::string& text) { return "STATUS=" + printable(one_line(text)) + "\n"; }

}  // namespace

ServiceManager::ServiceManager() : socket_(taken("NOTIFY_SOCKET")) {
  const auto watchdog = number(taken("WATCHDOG_USEC"));
  const std::string pid = taken("WATCHDOG_PID");
  if (watchdog && (pid.empty() || pid == std::to_string(getpid())))
    watchdog_ = std::chrono::microseconds(*watchdog);
}

void ServiceManager::ready(const std::string& status) const { send("READY=1\n" + status_line(status)); }

void ServiceManager::reloading() const {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  constexpr long long kMillion = 1'000'000;
  constexpr long long kThousand = 1'000;
  send("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(now.tv_sec * kMillion + now.tv_nsec / kThousand) +
       "\n");
}

void ServiceManager::stopping() const { send("STOPPING=1\n"); }

void ServiceManager::status(const std::string& text) const { send(status_line(text)); }

void ServiceManager::alive() const { send("WATCHDOG=1\n"); }

void ServiceManager::send(const std::string& message) const {
  sockaddr_un address = {};
  if (socket_.empty() || socket_.size() >= sizeof(address.sun_path)) return;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  // A name that begins with @ is one of the abstract namespace.
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return;
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  if (sendto(descriptor, message.data(), message.size(), MSG_NOSIGNAL,
             reinterpret_cast<const sockaddr*>(&address), length) < 0) {
    spdlog::debug("the service manager cannot be told: {}", std::strerror(errno));
  }
  close(descriptor);
}

}  // namespace schema_audit
