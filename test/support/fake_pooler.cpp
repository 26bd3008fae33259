#include "test/support/fake_pooler.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

#include "test/support/listening.hpp"

namespace schema_audit {

namespace {

// BackendKeyData: its type, its length, then the process.
constexpr std::string_view kKeyData("K\0\0\0\x0c", 5);

int connect_to(const std::filesystem::path& server) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, server.c_str(), sizeof(address.sun_path) - 1);
  const int upstream = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(upstream, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0)
    throw std::runtime_error("cannot connect to " + server.string());
  return upstream;
}

// False at the end. names: the server may still have to say which process it is.
bool pass_on(int from, int to, bool& names) {
  std::array<char, 65536> buffer{};
  const ssize_t size = read(from, buffer.data(), buffer.size());
  if (size <= 0) return false;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(size));
  if (const auto at = text.find(kKeyData); names && at != std::string_view::npos) {
    char& last = buffer.at(at + kKeyData.size() + 3);
    last = static_cast<char>(last ^ 1);
    names = false;
  }
  return send(to, buffer.data(), text.size(), MSG_NOSIGNAL) == size;
}

}  // namespace

FakePooler::FakePooler(const std::filesystem::path& server) : server_(server) {
  const auto [socket, port] = test::listen_here(1);
  listener_ = socket;
  port_ = port;
  thread_ = std::thread([this] { serve(); });
}

FakePooler::~FakePooler() {
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  close(listener_);
}

void FakePooler::serve() const {
  const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (client < 0) return;
  const int upstream = connect_to(server_);
  bool server_names = true;
  bool client_names = false;
  std::array<pollfd, 2> ends{{{client, POLLIN, 0}, {upstream, POLLIN, 0}}};
  for (bool open = true; open && poll(ends.data(), ends.size(), -1) > 0;) {
    if (ends[0].revents != 0) open = pass_on(client, upstream, client_names);
    if (open && ends[1].revents != 0) open = pass_on(upstream, client, server_names);
  }
  close(client);
  close(upstream);
}

}  // namespace schema_audit
