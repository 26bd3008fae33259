#include "collector/run/reading.hpp"

namespace schema_audit {

void Reading::set(const std::string& target, const std::string& kind) {
  const std::lock_guard lock(mutex_);
  if (kind.empty()) {
    kinds_.erase(target);
  } else {
    kinds_[target] = kind;
  }
}

std::set<std::string> Reading::kinds() const {
  const std::lock_guard lock(mutex_);
  std::set<std::string> all;
  for (const auto& [target, kind] : kinds_) all.insert(kind);
  return all;
}

}  // namespace schema_audit
