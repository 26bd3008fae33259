// How much a finding matters. The order is the order of the words: a larger one is worse.
#pragma once

#include <optional>
#include <string_view>

namespace schema_audit {

enum class Severity {
  kNone,      // tracked, not worth a word
  kMinor,     // safe, but tracked
  kMajor,     // needs planning
  kCritical,  // data loss or a failing application
};

std::string_view to_text(Severity severity);

// Accepts the words above in lower case; nullopt for anything else.
std::optional<Severity> severity_from_text(std::string_view text);

}  // namespace schema_audit
