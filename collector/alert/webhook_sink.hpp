// A channel that takes JSON by HTTP POST, with the headers of Standard
// Webhooks: webhook-id, webhook-timestamp and, with a secret, webhook-signature.
#pragma once

#include "collector/alert/alert_sink.hpp"
#include "collector/clock.hpp"
#include "collector/config/config.hpp"

namespace schema_audit {

class WebhookSink : public AlertSink {
 public:
  // Throws CollectorError (config) when the address or the secret cannot be
  // used.
  WebhookSink(const AlertChannelConfig& config, Clock clock);

  // Delivered means: answered with 2xx. Redirects are refused.
  SendResult send(const AlertMessage& message) override;
  std::string preview(const AlertMessage& message) const override;

 private:
  std::string url_;
  std::string secret_;
  std::string proxy_;
  std::string ca_file_;
  std::string host_;
  Clock clock_;
};

}  // namespace schema_audit
