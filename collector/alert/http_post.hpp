// One HTTP POST: verified TLS, no redirects, bounded in time and in size.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace schema_audit {

struct HttpRequest {
  std::string url;
  std::vector<std::string> headers;  // "name: value"
  std::string body;
  std::string proxy;    // empty: none, whatever the environment says
  std::string ca_file;  // empty: the system's certificates
  std::chrono::milliseconds connect_timeout{5'000};
  std::chrono::milliseconds timeout{15'000};
};

struct HttpResponse {
  long status = 0;    // 0: no response
  std::string error;  // why there is none; names no URL
  std::optional<std::chrono::seconds> retry_after;
  std::string body;  // its first 64 KiB; never shown to anybody: it may repeat what was sent
};

// Thread-safe. Throws Interrupted.
HttpResponse http_post(const HttpRequest& request);

}  // namespace schema_audit
