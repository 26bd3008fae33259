// How far a collection is, for who watches: a bar on a terminal, elsewhere one line of the log for each
// target.
#pragma once

#include <chrono>
#include <memory>
#include <set>
#include <string>

#include "collector/run/collect.hpp"

namespace schema_audit {

// "[######......] 12 of 24 targets, 1 failed, 40 s left: routine, table": one line of at most `width`
// columns.
std::string progress_line(std::size_t done, std::size_t all, std::size_t failed,
                          std::chrono::milliseconds spent, const std::set<std::string>& kinds,
                          std::size_t width);

class Progress {
 public:
  Progress();

  // Makes the options tell it. It must outlive the collection.
  void follow(CollectOptions& options);

 private:
  void draw();

  const bool terminal_;
  const std::chrono::steady_clock::time_point begun_;
  std::chrono::steady_clock::time_point drawn_;
  std::shared_ptr<Reading> reading_ = std::make_shared<Reading>();
  std::size_t done_ = 0;
  std::size_t all_ = 0;
  std::size_t failed_ = 0;
};

}  // namespace schema_audit
