// Stands between one client and a server, and names another process than the server's, as poolers do that
// give each transaction another session.
#pragma once

#include <filesystem>
#include <thread>

namespace schema_audit {

class FakePooler {
 public:
  // The server's Unix socket.
  explicit FakePooler(const std::filesystem::path& server);
  FakePooler(const FakePooler&) = delete;
  FakePooler& operator=(const FakePooler&) = delete;
  ~FakePooler();

  int port() const { return port_; }  // of 127.0.0.1

 private:
  void serve() const;

  std::filesystem::path server_;
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace schema_audit
