#include "collector/daemon/http_server.hpp"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "collector/error.hpp"

namespace schema_audit {

namespace {

constexpr unsigned kConnections = 32;
constexpr unsigned kIdleSeconds = 10;
constexpr std::size_t kMemory = 16'384;

MHD_Result answer(MHD_Connection* connection, unsigned status, const std::string& type,
                  const std::string& body, const char* allow = nullptr) {
  MHD_Response* response =
      MHD_create_response_from_buffer(body.size(), const_cast<char*>(body.data()), MHD_RESPMEM_MUST_COPY);
  if (response == nullptr) return MHD_NO;
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type.c_str());
  MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
  MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
  if (allow != nullptr) MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, allow);
  const MHD_Result result = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return result;
}

MHD_Result on_request(void* self, MHD_Connection* connection, const char* url, const char* method,
                      const char* /*version*/, const char* /*data*/, std::size_t* size, void** /*state*/) {
  constexpr const char* kText = "text/plain; charset=utf-8";
  const auto& pages = static_cast<const HttpServer*>(self)->pages();
  const std::string_view verb = method;
  // Answered before a body is read: it is never taken.
  if (verb != MHD_HTTP_METHOD_GET && verb != MHD_HTTP_METHOD_HEAD) {
    *size = 0;
    return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED, kText, "only GET\n", "GET, HEAD");
  }
  const std::string_view path = url;
  if (path == "/metrics")
    return answer(connection, MHD_HTTP_OK, "text/plain; version=0.0.4; charset=utf-8", pages.metrics());
  if (path == "/healthz") {
    const HttpServer::Answer health = pages.health();
    return answer(connection, health.well ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE, kText,
                  health.body + "\n");
  }
  return answer(connection, MHD_HTTP_NOT_FOUND, kText, "there are /metrics and /healthz\n");
}

union Address {
  sockaddr any;
  sockaddr_in v4;
  sockaddr_in6 v6;
};

Address address_of(const std::string& host, int port) {
  Address address = {};
  if (inet_pton(AF_INET, host.c_str(), &address.v4.sin_addr) == 1) {
    address.v4.sin_family = AF_INET;
    address.v4.sin_port = htons(static_cast<std::uint16_t>(port));
  } else if (inet_pton(AF_INET6, host.c_str(), &address.v6.sin6_addr) == 1) {
    address.v6.sin6_family = AF_INET6;
    address.v6.sin6_port = htons(static_cast<std::uint16_t>(port));
  }
  return address;
}

}  // namespace

HttpServer::HttpServer(const std::string& host, int port, Pages pages) : pages_(std::move(pages)) {
  const Address address = address_of(host, port);
  unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD;
  if (address.any.sa_family == AF_INET6) flags |= MHD_USE_IPv6;
  daemon_ = MHD_start_daemon(flags, static_cast<std::uint16_t>(port), nullptr, nullptr, on_request, this,
                             MHD_OPTION_SOCK_ADDR, &address.any, MHD_OPTION_CONNECTION_LIMIT, kConnections,
                             MHD_OPTION_CONNECTION_TIMEOUT, kIdleSeconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                             kMemory, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
  if (daemon_ == nullptr) {
    throw CollectorError(ExitCode::kUnavailable, "cannot listen on " + host + ":" + std::to_string(port) +
                                                     ": " + std::strerror(errno) +
                                                     "; set daemon.http in the configuration");
  }
  const MHD_DaemonInfo* info = MHD_get_daemon_info(daemon_, MHD_DAEMON_INFO_BIND_PORT);
  port_ = info != nullptr ? info->port : port;
}

HttpServer::~HttpServer() { MHD_stop_daemon(daemon_); }

}  // namespace schema_audit
