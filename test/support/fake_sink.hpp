// A channel that answers what the test tells it to and remembers what it was sent.
#pragma once

#include <string>
#include <vector>

#include "collector/alert/alert_sink.hpp"

namespace schema_audit {

class FakeSink : public AlertSink {
 public:
  SendResult send(const AlertMessage& message) override {
    sent.push_back(message.id + " " + message.payload);
    return result;
  }

  std::string preview(const AlertMessage& message) const override { return message.payload; }

  SendResult result{SendResult::Status::kDelivered, "", {}};
  std::vector<std::string> sent;
};

}  // namespace schema_audit
