// Delivers what the store's outbox holds, also what an earlier run left there.
//
// Each delivery is settled in the store by itself as soon as its receiver
// answered: after a crash in between, the alert is sent again under the same
// id. The caller holds the RunLock of the store, so no two processes deliver
// the same alert. A channel that failed several times in a row, or asked to
// wait, is not asked at all for a while, by later runs neither. Borrows the
// store and the sinks; not thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "collector/alert/retry_policy.hpp"
#include "collector/alert/sinks.hpp"
#include "collector/clock.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

struct DeliverySummary {
  std::size_t delivered = 0;
  std::size_t failed = 0;     // to be tried again
  std::size_t postponed = 0;  // not tried: their channel failed just before, or is left in peace
  std::size_t quiet = 0;      // not tried: their channel has quiet hours
  std::size_t dead = 0;       // given up
  std::size_t unknown = 0;    // for a channel that is not configured; kept
};

class Outbox {
 public:
  // The channels tell about quiet hours; one that has no sink is not asked.
  Outbox(Store& store, const Sinks& sinks, Clock clock, const std::vector<AlertChannelConfig>& channels = {},
         RetryPolicy policy = {});

  // Tries every delivery that is due, oldest first. A channel that is down is
  // asked once, so that it does not hold up the others. Failures are logged
  // and counted. on_look is called before each. Throws StoreError and Interrupted.
  DeliverySummary deliver_due(const std::function<void()>& on_look = {});

 private:
  // False when the channel should not be asked again in this run.
  bool deliver(const Delivery& delivery, AlertSink& sink, ChannelRow& channel, DeliverySummary& summary);
  bool is_quiet(const Delivery& delivery, UnixMicros now) const;
  void note_answer(ChannelRow& channel, const SendResult& result, const std::string& error, UnixMicros now);

  Store& store_;
  const Sinks& sinks_;
  Clock clock_;
  std::map<std::string, AlertChannelConfig> channels_;
  RetryPolicy policy_;
};

}  // namespace schema_audit
