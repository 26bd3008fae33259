#include "collector/alert/channels/wording.hpp"

namespace schema_audit {

std::string severity_mark(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return "\U0001F534 critical";
    case Severity::kMajor:
      return "\U0001F7E0 major";
    case Severity::kMinor:
      return "\u26AA minor";
    case Severity::kNone:
      break;
  }
  return "\u26AA";
}

std::uint32_t severity_colour(Severity severity) {
  constexpr std::uint32_t kRed = 0xC62828;
  constexpr std::uint32_t kOrange = 0xEF6C00;
  constexpr std::uint32_t kGrey = 0x757575;
  switch (severity) {
    case Severity::kCritical:
      return kRed;
    case Severity::kMajor:
      return kOrange;
    default:
      return kGrey;
  }
}

std::string remainder(const Notice& notice, std::size_t left_out) {
  const std::size_t more = notice.not_shown + left_out;
  if (more == 0) return notice.findings.empty() ? std::string() : "all of it: " + notice.command;
  return std::to_string(more) + (more == 1 ? " more finding: " : " more findings: ") + notice.command;
}

}  // namespace schema_audit
