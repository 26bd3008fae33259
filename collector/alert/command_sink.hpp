// A channel that is a program of the user's.
#pragma once

#include <string>
#include <vector>

#include "collector/alert/alert_sink.hpp"
#include "collector/config/config.hpp"

namespace schema_audit {

// Runs the program without a shell. It gets the payload on its standard input, and the id, the severity, the
// environment, the target, the headline and the link in SCHEMA_AUDIT_* variables. Its exit status 0 means
// delivered, 75 (EX_TEMPFAIL) try again later, any other: refused. It is killed after a minute.
class CommandSink : public AlertSink {
 public:
  explicit CommandSink(const AlertChannelConfig& config);
  SendResult send(const AlertMessage& message) override;
  std::string preview(const AlertMessage& message) const override;

 private:
  std::vector<std::string> command_;
};

}  // namespace schema_audit
