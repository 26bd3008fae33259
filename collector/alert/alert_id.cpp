#include "collector/alert/alert_id.hpp"

#include "core/canonical/hash.hpp"

namespace schema_audit {

std::string alert_id(const std::vector<std::string>& parts) {
  constexpr std::size_t kDigits = 40;
  std::string bytes;
  for (const std::string& part : parts) bytes += std::to_string(part.size()) + ":" + part;
  return "msg_" + to_hex(sha256(bytes)).substr(0, kDigits);
}

}  // namespace schema_audit
