// Delivers what the store's outbox holds, also what an earlier run left there.
//
// Each delivery is settled in the store by itself as soon as its receiver
// answered: after a crash in between, the alert is sent again under the same
// id. The caller holds the RunLock of the store, so no two processes deliver
// the same alert. Borrows the store; not thread-safe.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "collector/alert/alert_sink.hpp"
#include "collector/alert/retry_policy.hpp"
#include "collector/clock.hpp"
#include "collector/config/config.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

// By name of the channel.
using Sinks = std::map<std::string, std::unique_ptr<AlertSink>>;

struct DeliverySummary {
  std::size_t delivered = 0;
  std::size_t failed = 0;     // to be tried again
  std::size_t postponed = 0;  // not tried: their channel failed just before
  std::size_t dead = 0;       // given up
  std::size_t unknown = 0;    // for a channel that is not configured; kept
};

class Outbox {
 public:
  Outbox(Store& store, const Sinks& sinks, Clock clock, RetryPolicy policy = {});

  // Tries every delivery that is due, oldest first. A channel that is down is
  // asked once, so that it does not hold up the others. Failures are logged
  // and counted. Throws StoreError and Interrupted.
  DeliverySummary deliver_due();

 private:
  // False when the channel should not be asked again in this run.
  bool deliver(const Delivery& delivery, AlertSink& sink, DeliverySummary& summary);

  Store& store_;
  const Sinks& sinks_;
  Clock clock_;
  RetryPolicy policy_;
};

// One sink for each channel of the configuration. Throws CollectorError.
Sinks make_sinks(const std::vector<AlertChannelConfig>& channels, const Clock& clock);

}  // namespace schema_audit
