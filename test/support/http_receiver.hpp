// An HTTP server on a free port of 127.0.0.1 that keeps what it gets and answers what the test tells it to.
//
// Requests are served one after the other by a thread of its own. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace schema_audit {

struct ReceivedRequest {
  std::string line;                            // "POST /path HTTP/1.1"
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

class HttpReceiver {
 public:
  HttpReceiver();
  HttpReceiver(const HttpReceiver&) = delete;
  HttpReceiver& operator=(const HttpReceiver&) = delete;
  ~HttpReceiver();

  std::string url(const std::string& path) const;

  // The status line from the code on, and further headers: "200 OK", "429 Slow\r\nRetry-After: 7". Empty: the
  // request is read and never answered.
  void answer_with(const std::string& status_and_headers, const std::string& body = "");

  std::vector<ReceivedRequest> requests() const;

 private:
  void serve();
  void serve_one(int connection);

  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stop_ = false;
  mutable std::mutex mutex_;
  std::condition_variable stopped_;
  std::string answer_ = "200 OK";
  std::string answer_body_;
  std::vector<ReceivedRequest> requests_;
  std::thread thread_;
};

}  // namespace schema_audit
