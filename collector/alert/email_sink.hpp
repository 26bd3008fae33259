// A channel that sends e-mail through an SMTP server, over TLS unless the configuration gives that up.
#pragma once

#include <string>

#include "collector/alert/alert_sink.hpp"
#include "collector/clock.hpp"
#include "collector/config/config.hpp"

namespace schema_audit {

class EmailSink : public AlertSink {
 public:
  EmailSink(AlertChannelConfig config, Clock clock);

  // One message to all recipients. Delivered means: the server took it for every one of them.
  SendResult send(const AlertMessage& message) override;
  std::string preview(const AlertMessage& message) const override;

 private:
  AlertChannelConfig config_;
  Clock clock_;
};

}  // namespace schema_audit
