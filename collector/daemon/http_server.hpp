// Answers GET /metrics and GET /healthz, in a thread of its own.
//
// What it can do is little on purpose: no other path, no body, no connection that stays idle, and a bounded
// number of connections, each with a bounded amount of memory.
#pragma once

#include <functional>
#include <string>

struct MHD_Daemon;

namespace schema_audit {

class HttpServer {
 public:
  struct Answer {
    bool well = true;  // else 503
    std::string body;
  };

  struct Pages {
    std::function<std::string()> metrics;
    std::function<Answer()> health;
  };

  // The pages are asked in the server's thread and must not throw. host: an address; port 0: any that is
  // free. Throws CollectorError (unavailable) when that cannot be listened on.
  HttpServer(const std::string& host, int port, Pages pages);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();

  int port() const { return port_; }
  const Pages& pages() const { return pages_; }

 private:
  const Pages pages_;
  MHD_Daemon* daemon_ = nullptr;
  int port_ = 0;
};

}  // namespace schema_audit
