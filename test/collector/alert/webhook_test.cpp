#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <string>

#include "collector/alert/alert_id.hpp"
#include "collector/alert/http_post.hpp"
#include "collector/alert/webhook_signature.hpp"
#include "collector/alert/webhook_sink.hpp"
#include "collector/alert/webhook_url.hpp"
#include "collector/interrupt.hpp"
#include "test/support/expect_error.hpp"
#include "test/support/http_receiver.hpp"

namespace schema_audit {
namespace {

constexpr UnixMicros kNow = 1'614'265'330'500'000;
constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

AlertChannelConfig channel(const std::string& url, const std::string& secret = "") {
  AlertChannelConfig config;
  config.name = "ops";
  config.url = url;
  config.secret = secret;
  return config;
}

SendResult send_to(const AlertChannelConfig& config) {
  WebhookSink sink(config, [] { return kNow; });
  return sink.send({"msg_p5jXN8AQM9LWM0D4loKWxJek", "{\"test\": 2432232314}", ""});
}

// The expected value comes from Python's hmac and base64.
TEST(WebhookSignature, IsTheOneOfStandardWebhooks) {
  EXPECT_EQ(webhook_signature(kSecret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  EXPECT_NE(
      webhook_signature("another", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"),
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(WebhookSignature, RefusesASecretThatIsNotBase64) {
  EXPECT_EQ(thrown_by([] { webhook_signature("whsec_#", "a", 1, "b"); }).exit_code, ExitCode::kConfig);
}

TEST(AlertId, KeepsThePartsApart) {
  EXPECT_EQ(alert_id({"a", "bc"}), alert_id({"a", "bc"}));
  EXPECT_NE(alert_id({"a", "bc"}), alert_id({"ab", "c"}));
  EXPECT_EQ(alert_id({}).size(), 44U);
}

TEST(WebhookUrl, ShowsOnlyTheHost) {
  EXPECT_EQ(webhook_host("https://hooks.example.com/services/T0/secret?sig=x"), "hooks.example.com");
  EXPECT_EQ(webhook_host("http://127.0.0.1:8080/x"), "127.0.0.1:8080");
  EXPECT_EQ(webhook_host("::"), "?");
}

TEST(WebhookUrl, TakesHttpOnlyWhereNobodyListens) {
  EXPECT_EQ(webhook_url_problem("https://example.com/x", false), std::nullopt);
  for (const char* url : {"http://127.0.0.1/x", "http://localhost:1/x", "http://[::1]/x"}) {
    EXPECT_EQ(webhook_url_problem(url, false), std::nullopt) << url;
  }
  for (const char* url :
       {"http://example.com/x", "http://127.0.0.1.example.com/", "http://localhost.example.com/"}) {
    EXPECT_NE(webhook_url_problem(url, false), std::nullopt) << url;
    EXPECT_EQ(webhook_url_problem(url, true), std::nullopt) << url;
  }
  for (const char* url :
       {"file:///etc/passwd", "ftp://example.com/", "https://u:p@example.com/", "nonsense://", ""}) {
    EXPECT_NE(webhook_url_problem(url, true), std::nullopt) << url;
  }
}

TEST(WebhookSink, PostsTheExactBytesSigned) {
  HttpReceiver receiver;
  EXPECT_EQ(send_to(channel(receiver.url("/hook?k=v"), kSecret)).status, SendResult::Status::kDelivered);
  const auto requests = receiver.requests();
  ASSERT_EQ(requests.size(), 1U);
  ReceivedRequest request = requests[0];
  EXPECT_TRUE(request.line.starts_with("POST /hook?k=v HTTP/"));
  EXPECT_EQ(request.body, "{\"test\": 2432232314}");
  EXPECT_EQ(request.headers["content-type"], "application/json");
  EXPECT_EQ(request.headers["webhook-id"], "msg_p5jXN8AQM9LWM0D4loKWxJek");
  EXPECT_EQ(request.headers["webhook-timestamp"], "1614265330");
  EXPECT_EQ(request.headers["webhook-signature"], "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(WebhookSink, DoesNotSignWithoutASecret) {
  HttpReceiver receiver;
  send_to(channel(receiver.url("/")));
  ASSERT_EQ(receiver.requests().size(), 1U);
  EXPECT_FALSE(receiver.requests()[0].headers.contains("webhook-signature"));
}

struct AnswerCase {
  std::string answer;
  SendResult::Status status;
};

class WebhookAnswer : public testing::TestWithParam<AnswerCase> {};

TEST_P(WebhookAnswer, Means) {
  HttpReceiver receiver;
  receiver.answer_with(GetParam().answer, "body-canary");
  const SendResult result = send_to(channel(receiver.url("/path-canary")));
  EXPECT_EQ(result.status, GetParam().status);
  EXPECT_EQ(result.error.empty(), GetParam().status == SendResult::Status::kDelivered);
  EXPECT_EQ(result.error.find("canary"), std::string::npos) << result.error;
}

INSTANTIATE_TEST_SUITE_P(All, WebhookAnswer,
                         testing::Values(AnswerCase{"200 OK", SendResult::Status::kDelivered},
                                         AnswerCase{"202 Accepted", SendResult::Status::kDelivered},
                                         AnswerCase{"301 Moved\r\nLocation: http://127.0.0.1:1/",
                                                    SendResult::Status::kRefused},
                                         AnswerCase{"400 Bad", SendResult::Status::kRefused},
                                         AnswerCase{"404 Not Found", SendResult::Status::kRefused},
                                         AnswerCase{"410 Gone", SendResult::Status::kGone},
                                         AnswerCase{"429 Slow down", SendResult::Status::kDown},
                                         AnswerCase{"500 Oops", SendResult::Status::kDown},
                                         AnswerCase{"503 Later", SendResult::Status::kDown}));

TEST(WebhookSink, HonoursRetryAfter) {
  HttpReceiver receiver;
  receiver.answer_with("429 Slow down\r\nRetry-After: 77");
  EXPECT_EQ(send_to(channel(receiver.url("/"))).retry_after, std::chrono::seconds(77));
}

TEST(WebhookSink, IgnoresTheProxiesOfTheEnvironment) {
  HttpReceiver receiver;
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  const SendResult result = send_to(channel(receiver.url("/")));
  unsetenv("http_proxy");
  EXPECT_EQ(result.status, SendResult::Status::kDelivered) << result.error;
}

TEST(WebhookSink, ReportsAHostThatDoesNotListenWithoutThePath) {
  const SendResult result = send_to(channel("http://127.0.0.1:1/path-canary"));
  EXPECT_EQ(result.status, SendResult::Status::kDown);
  EXPECT_TRUE(result.error.starts_with("127.0.0.1:1: ")) << result.error;
  EXPECT_EQ(result.error.find("canary"), std::string::npos);
}

TEST(WebhookSink, DoesNotReadAnEndlessAnswer) {
  HttpReceiver receiver;
  receiver.answer_with("200 OK", std::string(8U << 20U, 'x'));
  EXPECT_EQ(send_to(channel(receiver.url("/"))).status, SendResult::Status::kDelivered);
}

TEST(WebhookSink, RefusesAnAddressItWouldNotUse) {
  EXPECT_EQ(thrown_by([] { send_to(channel("http://example.com/")); }).exit_code, ExitCode::kConfig);
}

TEST(HttpPost, GivesUpOnAServerThatHangs) {
  HttpReceiver receiver;
  receiver.answer_with("");
  HttpRequest request;
  request.url = receiver.url("/");
  request.timeout = std::chrono::milliseconds(300);
  const HttpResponse response = http_post(request);
  EXPECT_EQ(response.status, 0);
  EXPECT_NE(response.error, "");
}

TEST(HttpPost, StopsWhenAskedTo) {
  HttpReceiver receiver;
  receiver.answer_with("");
  HttpRequest request;
  request.url = receiver.url("/");
  request_interrupt();
  EXPECT_THROW(http_post(request), Interrupted);
  clear_interrupt();
}

}  // namespace
}  // namespace schema_audit
