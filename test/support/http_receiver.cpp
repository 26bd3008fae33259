#include "test/support/http_receiver.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>

#include "test/support/listening.hpp"

namespace schema_audit {
namespace {

// Reads until `enough` says so or the peer is gone.
template <typename Enough>
void read_until(int connection, std::string& data, Enough enough) {
  std::array<char, 4096> buffer = {};
  while (!enough()) {
    const ssize_t got = recv(connection, buffer.data(), buffer.size(), 0);
    if (got <= 0) return;
    data.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

ReceivedRequest read_request(int connection) {
  std::string data;
  read_until(connection, data, [&] { return data.find("\r\n\r\n") != std::string::npos; });
  const std::size_t end = data.find("\r\n\r\n");
  ReceivedRequest request;
  if (end == std::string::npos) return request;
  std::istringstream head(data.substr(0, end));
  std::getline(head, request.line);
  for (std::string line; std::getline(head, line);) {
    if (line.ends_with('\r')) line.pop_back();
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) continue;
    std::string name = line.substr(0, colon);
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    request.headers[name] = line.substr(colon + 2);
  }
  std::string body = data.substr(end + 4);
  const std::size_t length =
      request.headers.contains("content-length") ? std::stoul(request.headers["content-length"]) : 0;
  read_until(connection, body, [&] { return body.size() >= length; });
  request.body = body;
  return request;
}

}  // namespace

HttpReceiver::HttpReceiver() {
  const auto [socket, port] = test::listen_here(16);
  listener_ = socket;
  port_ = port;
  thread_ = std::thread([this] { serve(); });
}

HttpReceiver::~HttpReceiver() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  stopped_.notify_all();
  thread_.join();
  close(listener_);
}

std::string HttpReceiver::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

void HttpReceiver::answer_with(const std::string& status_and_headers, const std::string& body) {
  const std::lock_guard lock(mutex_);
  answer_ = status_and_headers;
  answer_body_ = body;
}

std::vector<ReceivedRequest> HttpReceiver::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void HttpReceiver::serve() {
  while (!stop_) {
    pollfd ready = {listener_, POLLIN, 0};
    if (poll(&ready, 1, 20) <= 0) continue;
    const int connection = accept(listener_, nullptr, nullptr);
    if (connection < 0) continue;
    serve_one(connection);
    close(connection);
  }
}

void HttpReceiver::serve_one(int connection) {
  const ReceivedRequest request = read_request(connection);
  std::unique_lock lock(mutex_);
  requests_.push_back(request);
  if (answer_.empty()) {
    stopped_.wait(lock, [this] { return stop_.load(); });
    return;
  }
  const std::string response = "HTTP/1.1 " + answer_ +
                               "\r\nContent-Length: " + std::to_string(answer_body_.size()) +
                               "\r\nConnection: close\r\n\r\n" + answer_body_;
  std::size_t sent = 0;
  while (sent < response.size()) {
    const ssize_t count = send(connection, response.data() + sent, response.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return;
    sent += static_cast<std::size_t>(count);
  }
}

}  // namespace schema_audit
