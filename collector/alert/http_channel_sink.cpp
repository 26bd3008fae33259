#include "collector/alert/http_channel_sink.hpp"

#include <cmath>
#include <utility>

#include <nlohmann/json.hpp>

#include "collector/alert/http_post.hpp"
#include "collector/alert/http_status.hpp"
#include "collector/alert/webhook_url.hpp"
#include "collector/error.hpp"

namespace schema_audit {
namespace {

// Telegram and Discord say in the body how long to wait.
std::optional<std::chrono::seconds> retry_after_of(const HttpResponse& response) {
  if (response.retry_after) return response.retry_after;
  const nlohmann::json body = nlohmann::json::parse(response.body, nullptr, false);
  if (!body.is_object()) return std::nullopt;
  for (const nlohmann::json& holder : {body, body.value("parameters", nlohmann::json::object())}) {
    const auto found = holder.is_object() ? holder.find("retry_after") : holder.end();
    if (found != holder.end() && found->is_number()) {
      constexpr double kDay = 86'400;
      const double seconds = std::ceil(found->get<double>());
      if (seconds > 0 && seconds <= kDay) return std::chrono::seconds(static_cast<long>(seconds));
    }
  }
  return std::nullopt;
}

std::string indented_json(const std::string& body) {
  return nlohmann::ordered_json::parse(body).dump(2, ' ', false,
                                                  nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

HttpChannelSink::HttpChannelSink(AlertChannelConfig config, HttpRenderer renderer)
    : config_(std::move(config)), renderer_(renderer), host_(webhook_host(config_.url)) {
  if (const auto problem = webhook_url_problem(config_.url, config_.allow_http)) {
    throw CollectorError(ExitCode::kConfig, "alert channel " + config_.name + ": " + *problem);
  }
}

SendResult HttpChannelSink::send(const AlertMessage& message) {
  HttpMessages rendered;
  try {
    rendered = renderer_(parse_notice(message.id, message.payload), config_);
  } catch (const CollectorError& error) {
    return {SendResult::Status::kGone, error.what(), std::nullopt};
  }
  SendResult result;
  for (HttpMessage& one : rendered) {
    result = send_one(one);
    if (result.status != SendResult::Status::kDelivered) break;
  }
  return result;
}

SendResult HttpChannelSink::send_one(HttpMessage& message) const {
  HttpRequest request;
  request.url = message.url;
  request.proxy = config_.proxy;
  request.ca_file = config_.ca_file;
  request.body = std::move(message.body);
  request.headers = {"Content-Type: application/json"};
  const HttpResponse response = http_post(request);
  SendResult result;
  result.status = send_status(response.status, true);
  result.retry_after = retry_after_of(response);
  if (response.status == 0) {
    result.error = host_ + ": " + response.error;
  } else if (result.status != SendResult::Status::kDelivered) {
    result.error = host_ + " answered " + std::to_string(response.status);
  }
  return result;
}

std::string HttpChannelSink::preview(const AlertMessage& message) const {
  std::string text;
  for (const HttpMessage& one : renderer_(parse_notice(message.id, message.payload), config_)) {
    text += "POST to " + host_ + "\n" + indented_json(one.body) + "\n";
  }
  return text;
}

}  // namespace schema_audit
