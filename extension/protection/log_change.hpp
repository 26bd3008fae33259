// Marks the time in which the extension itself changes its tables by SQL: the guards on them look away.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

class OwnLogChange {
 public:
  OwnLogChange() noexcept : outer_(active_) { active_ = true; }
  ~OwnLogChange() { active_ = outer_; }
  OwnLogChange(const OwnLogChange&) = delete;
  OwnLogChange& operator=(const OwnLogChange&) = delete;

  static bool active() noexcept { return active_; }

 private:
  inline static bool active_ = false;
  bool outer_;
};

}  // namespace schema_audit
