// Which kinds of objects are being read just now, for who watches. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>

namespace schema_audit {

class Reading {
 public:
  // Of one target; the end of its reading when the kind is empty.
  void set(const std::string& target, const std::string& kind);

  std::set<std::string> kinds() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> kinds_;
};

}  // namespace schema_audit
