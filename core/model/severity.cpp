#include "core/model/severity.hpp"

#include <array>
#include <utility>

namespace schema_audit {

namespace {
constexpr std::array<std::pair<std::string_view, Severity>, 4> kWords{{
    {"none", Severity::kNone},
    {"minor", Severity::kMinor},
    {"major", Severity::kMajor},
    {"critical", Severity::kCritical},
}};
}  // namespace

std::string_view to_text(Severity severity) { return kWords[static_cast<std::size_t>(severity)].first; }

std::optional<Severity> severity_from_text(std::string_view text) {
  for (const auto& [word, severity] : kWords) {
    if (word == text) return severity;
  }
  return std::nullopt;
}

}  // namespace schema_audit
