// A channel of a service that takes JSON by HTTP POST in a form of its own: chat rooms, pagers, Alertmanager.
#pragma once

#include <string>

#include "collector/alert/alert_sink.hpp"
#include "collector/alert/channels/http_message.hpp"
#include "collector/config/config.hpp"

namespace schema_audit {

class HttpChannelSink : public AlertSink {
 public:
  // Throws CollectorError (config) when the address cannot be used.
  HttpChannelSink(AlertChannelConfig config, HttpRenderer renderer);

  // Delivered means: answered with 2xx. Redirects are refused. An answer that there is no such channel (404,
  // 410) gives the alert up.
  SendResult send(const AlertMessage& message) override;
  std::string preview(const AlertMessage& message) const override;

 private:
  SendResult send_one(HttpMessage& message) const;

  AlertChannelConfig config_;
  HttpRenderer renderer_;
  std::string host_;
};

}  // namespace schema_audit
