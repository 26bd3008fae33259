// Where alerts go: one implementation per type of channel.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace schema_audit {

struct AlertMessage {
  std::string id;           // the same in every attempt, so that the receiver recognises a repetition
  std::string payload;      // JSON, sent byte for byte
  std::string attachments;  // files for channels that take some, as attachments_to_json() writes them
};

struct SendResult {
  enum class Status {
    kDelivered,  // the receiver took responsibility
    kRefused,    // this alert was not accepted; another one may be
    kDown,       // nothing can be delivered there now
    kGone,       // the receiver asks never to be called again
  };

  Status status = Status::kDown;
  std::string error;  // one line without secrets; empty when delivered
  std::optional<std::chrono::seconds> retry_after;
};

// Not thread-safe: one thread at a time for each sink.
class AlertSink {
 public:
  AlertSink() = default;
  AlertSink(const AlertSink&) = delete;
  AlertSink& operator=(const AlertSink&) = delete;
  virtual ~AlertSink() = default;

  // Bounded in time. Failures are results, not exceptions; throws Interrupted
  // only.
  virtual SendResult send(const AlertMessage& message) = 0;

  // What send() would send, for people. Hide secrets in it before it is shown. Throws CollectorError when the
  // payload is damaged.
  virtual std::string preview(const AlertMessage& message) const = 0;
};

}  // namespace schema_audit
