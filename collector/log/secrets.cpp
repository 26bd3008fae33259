#include "collector/log/secrets.hpp"

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <vector>

namespace schema_audit {
namespace {

constexpr std::size_t kShortestSecret = 4;
constexpr std::string_view kMask = "***";

struct Registry {
  std::mutex mutex;
  std::vector<std::string> values;  // longest first: one may contain another
};

Registry& registry() {
  static Registry instance;
  return instance;
}

}  // namespace

void register_secret(std::string_view value) {
  if (value.size() < kShortestSecret) return;
  Registry& known = registry();
  const std::lock_guard lock(known.mutex);
  if (std::ranges::find(known.values, value) != known.values.end()) return;
  known.values.emplace_back(value);
  std::ranges::stable_sort(known.values, [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

std::string hide_secrets(std::string_view text) {
  Registry& known = registry();
  const std::lock_guard lock(known.mutex);
  std::string out(text);
  for (const std::string& secret : known.values) {
    for (std::size_t at = out.find(secret); at != std::string::npos;
         at = out.find(secret, at + kMask.size())) {
      out.replace(at, secret.size(), kMask);
    }
  }
  return out;
}

}  // namespace schema_audit
