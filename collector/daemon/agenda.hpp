// Which targets have changed and are to be collected at once, and which are being collected just now, so that
// none is by two threads.
//
// A target that changes all the time is collected at once for at most a fifth of the time. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace schema_audit {

class Agenda {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // The target has changed. While it is being collected, that is for the time after: what is read may not
  // have it yet.
  void changed(const std::string& target);

  // Those of the targets that nobody collects, which are being collected from now on. What was told of them
  // is done with.
  std::vector<std::string> begin(const std::vector<std::string>& targets);

  // Waits up to so long for targets that have changed and may be collected; they are being collected from now
  // on.
  std::vector<std::string> begin_changed(std::chrono::milliseconds patience);

  // The target is not being collected any more. at_once: it was on the agenda because it had changed, and
  // that took so long. failed: not collected at once again for a while.
  void ended(const std::string& target, bool at_once, std::chrono::milliseconds duration, bool failed);

  void forget_others(const std::set<std::string>& targets);

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  std::set<std::string> changed_;
  std::set<std::string> busy_;
  std::map<std::string, Time> not_before_;
};

}  // namespace schema_audit
