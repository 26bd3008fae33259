#include "collector/daemon/deliverer.hpp"

#include <chrono>
#include <utility>

#include <spdlog/spdlog.h>

#include "collector/alert/outbox.hpp"
#include "collector/interrupt.hpp"
#include "collector/store/open_store.hpp"
#include "collector/store/store_error.hpp"

namespace schema_audit {

namespace {

using std::chrono::steady_clock;

// What failed is due again after 30 s at the earliest.
constexpr std::chrono::seconds kInterval{15};
constexpr std::chrono::milliseconds kStep{200};

}  // namespace

Deliverer::Deliverer(DaemonState& state, StoreTurn& turn, Clock clock)
    : state_(state), turn_(turn), clock_(std::move(clock)) {}

void Deliverer::wake() {
  const std::lock_guard lock(mutex_);
  wanted_ = true;
  news_.notify_all();
}

void Deliverer::run(const std::function<bool()>& stop) {
  auto due = steady_clock::now();
  while (!stop()) {
    state_.beat(Worker::kDeliverer);
    {
      std::unique_lock lock(mutex_);
      news_.wait_for(lock, kStep, [&] { return wanted_; });
      if (!wanted_ && steady_clock::now() < due) continue;
      wanted_ = false;
    }
    due = steady_clock::now() + kInterval;
    try {
      deliver(stop);
    } catch (const Interrupted&) {
      return;
    } catch (const std::exception& error) {
      state_.set_store_error(error.what());
      spdlog::error("alerts are not sent: {}", error.what());
    }
  }
}

void Deliverer::deliver(const std::function<bool()>& stop) {
  const auto config = state_.config();
  {
    // Nobody has to wait for a turn that has nothing to do.
    const std::unique_ptr<Store> store = open_store(config->store, StoreMode::kReadOnly);
    if (store->due_deliveries(format_utc(clock_())).empty()) return;
  }
  const auto hold = turn_.wait([&] {
    state_.beat(Worker::kDeliverer);
    return stop();
  });
  if (!hold) return;
  const std::unique_ptr<Store> store =
      open_store(config->store, StoreMode::kReadWrite, config->keep.backup_directory);
  const Sinks sinks = make_sinks(config->alerts, clock_);
  const DeliverySummary summary =
      Outbox(*store, sinks, clock_, config->alerts).deliver_due([&] { state_.beat(Worker::kDeliverer); });
  state_.alerts_delivered += summary.delivered;
  state_.alerts_failed += summary.failed;
  state_.alerts_given_up += summary.dead;
}

}  // namespace schema_audit
