// The RunLock of the store, for all threads of this process together: other processes are kept out as long as
// one of them works, and have their turn in between.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "collector/store/run_lock.hpp"

namespace schema_audit {

class StoreTurn {
 public:
  explicit StoreTurn(std::filesystem::path store);

  class Hold {
   public:
    explicit Hold(StoreTurn& turn) : turn_(turn) {}
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;
    ~Hold() { turn_.give_back(); }

   private:
    StoreTurn& turn_;
  };

  // Waits while another process has the lock; null when stop() came first. Throws StoreError when the lock
  // cannot be had at all.
  std::unique_ptr<Hold> wait(const std::function<bool()>& stop);

 private:
  void give_back();

  const std::filesystem::path store_;
  std::mutex mutex_;
  std::optional<RunLock> lock_;
  int holders_ = 0;
};

}  // namespace schema_audit
