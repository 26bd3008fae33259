#include "collector/daemon/http_server.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "collector/error.hpp"

namespace schema_audit {
namespace {

class HttpServerTest : public testing::Test {
 protected:
  HttpServerTest()
      : server_("127.0.0.1", 0,
                {[this] {
                   ++asked_;
                   return std::string("a 1\n");
                 },
                 [this] {
                   return HttpServer::Answer{well_, well_ ? "ok" : "stuck"};
                 }}) {}

  // What comes back for these bytes until the server closes.
  std::string answer(const std::string& request) const {
    const int connection = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(server_.port()));
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    EXPECT_EQ(connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    timeval patience = {5, 0};
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    std::size_t sent = 0;
    while (sent < request.size()) {
      const ssize_t count = send(connection, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) break;
      sent += static_cast<std::size_t>(count);
    }
    std::string text;
    std::array<char, 4096> buffer = {};
    for (ssize_t got = 0; (got = recv(connection, buffer.data(), buffer.size(), 0)) > 0;)
      text.append(buffer.data(), static_cast<std::size_t>(got));
    close(connection);
    return text;
  }

  static std::string get(const std::string& path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  bool well_ = true;
  int asked_ = 0;
  HttpServer server_;
};

TEST_F(HttpServerTest, HasTwoPages) {
  const std::string metrics = answer(get("/metrics"));
  EXPECT_TRUE(metrics.starts_with("HTTP/1.1 200 ")) << metrics;
  EXPECT_NE(metrics.find("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"), std::string::npos);
  EXPECT_TRUE(metrics.ends_with("\r\n\r\na 1\n")) << metrics;
  EXPECT_TRUE(answer(get("/healthz")).ends_with("\r\n\r\nok\n"));
  well_ = false;
  const std::string ill = answer(get("/healthz"));
  EXPECT_TRUE(ill.starts_with("HTTP/1.1 503 ")) << ill;
  EXPECT_TRUE(ill.ends_with("\r\n\r\nstuck\n")) << ill;
}

TEST_F(HttpServerTest, RefusesEverythingElse) {
  EXPECT_TRUE(answer(get("/")).starts_with("HTTP/1.1 404 "));
  EXPECT_TRUE(answer(get("/metrics/../etc/passwd")).starts_with("HTTP/1.1 404 "));
  const std::string posted =
      answer("POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi");
  EXPECT_TRUE(posted.starts_with("HTTP/1.1 405 ")) << posted;
  EXPECT_NE(posted.find("Allow: GET, HEAD\r\n"), std::string::npos);
  EXPECT_TRUE(answer("GET /metrics HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 400 ")) << "without a host";
  EXPECT_EQ(asked_, 0);
}

TEST_F(HttpServerTest, TakesNoMoreThanALittle) {
  const std::string large =
      "GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n";
  const std::string refused = answer(large);
  EXPECT_EQ(refused.find(" 200 "), std::string::npos) << refused;
  EXPECT_EQ(asked_, 0);
}

TEST_F(HttpServerTest, SaysWhenItsAddressIsTaken) {
  try {
    const HttpServer second("127.0.0.1", server_.port(), {});
    FAIL() << "two listen on one port";
  } catch (const CollectorError& error) {
    EXPECT_EQ(error.exit_code(), ExitCode::kUnavailable);
    EXPECT_NE(std::string(error.what()).find("daemon.http"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace schema_audit
