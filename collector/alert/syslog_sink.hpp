// A channel to the machine's own log: syslog, which is the journal where systemd runs.
#pragma once

#include "collector/alert/alert_sink.hpp"

namespace schema_audit {

// One line for the headline, one for each finding, one for the link. Delivered at once: syslog(3) tells of no
// failure.
class SyslogSink : public AlertSink {
 public:
  SendResult send(const AlertMessage& message) override;
  std::string preview(const AlertMessage& message) const override;
};

}  // namespace schema_audit
