#include "collector/daemon/store_turn.hpp"

#include <chrono>
#include <thread>
#include <utility>

#include <spdlog/spdlog.h>

#include "collector/store/store_error.hpp"

namespace schema_audit {

StoreTurn::StoreTurn(std::filesystem::path store) : store_(std::move(store)) {}

std::unique_ptr<StoreTurn::Hold> StoreTurn::wait(const std::function<bool()>& stop) {
  constexpr std::chrono::milliseconds kStep{100};
  bool told = false;
  while (!stop()) {
    try {
      const std::lock_guard guard(mutex_);
      if (holders_ == 0) lock_.emplace(store_);
      ++holders_;
      return std::make_unique<Hold>(*this);
    } catch (const StoreError& error) {
      if (error.exit_code() != ExitCode::kBusy) throw;
      if (!told) spdlog::info("{}; waiting for it", error.what());
      told = true;
    }
    std::this_thread::sleep_for(kStep);
  }
  return nullptr;
}

void StoreTurn::give_back() {
  const std::lock_guard guard(mutex_);
  if (--holders_ == 0) lock_.reset();
}

}  // namespace schema_audit
