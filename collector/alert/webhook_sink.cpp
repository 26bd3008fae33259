#include "collector/alert/webhook_sink.hpp"

#include <utility>

#include "collector/alert/http_post.hpp"
#include "collector/alert/http_status.hpp"
#include "collector/alert/webhook_signature.hpp"
#include "collector/alert/webhook_url.hpp"
#include "collector/error.hpp"

namespace schema_audit {

WebhookSink::WebhookSink(const AlertChannelConfig& config, Clock clock)
    : url_(config.url),
      secret_(config.secret),
      proxy_(config.proxy),
      ca_file_(config.ca_file),
      host_(webhook_host(config.url)),
      clock_(std::move(clock)) {
  if (const auto problem = webhook_url_problem(url_, config.allow_http)) {
    throw CollectorError(ExitCode::kConfig, "alert channel " + config.name + ": " + *problem);
  }
  // A secret that cannot sign has to show now, not when the first alert is lost.
  if (!secret_.empty()) static_cast<void>(webhook_signature(secret_, "", 0, ""));
}

SendResult WebhookSink::send(const AlertMessage& message) {
  const std::int64_t timestamp = clock_() / kMicrosPerSecond;
  HttpRequest request;
  request.url = url_;
  request.proxy = proxy_;
  request.ca_file = ca_file_;
  request.body = message.payload;
  request.headers = {"Content-Type: application/json", "webhook-id: " + message.id,
                     "webhook-timestamp: " + std::to_string(timestamp)};
  if (!secret_.empty()) {
    request.headers.push_back("webhook-signature: " +
                              webhook_signature(secret_, message.id, timestamp, message.payload));
  }
  const HttpResponse response = http_post(request);
  SendResult result;
  result.status = send_status(response.status, false);
  result.retry_after = response.retry_after;
  if (response.status == 0) {
    result.error = host_ + ": " + response.error;
  } else if (result.status != SendResult::Status::kDelivered) {
    const bool redirect = response.status >= 300 && response.status <= 399;
    result.error = host_ + " answered " + std::to_string(response.status) +
                   (redirect ? "; redirects are not followed, configure the final address" : "");
  }
  return result;
}

std::string WebhookSink::preview(const AlertMessage& message) const {
  return "POST to " + host_ + "\n" + message.payload + "\n";
}

}  // namespace schema_audit
