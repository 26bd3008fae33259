#include "collector/alert/drift_news.hpp"

namespace schema_audit {

std::string_view to_text(DriftNews news) {
  switch (news) {
    case DriftNews::kNone:
      break;
    case DriftNews::kDetected:
      return "detected";
    case DriftNews::kChanged:
      return "changed";
    case DriftNews::kEscalated:
      return "escalated";
    case DriftNews::kReminder:
      return "reminder";
    case DriftNews::kResolved:
      return "resolved";
  }
  return "";
}

DriftNews drift_news(const std::optional<ToldDrift>& told, const std::string& digest, Severity severity,
                     const AlertChannelConfig& channel, UnixMicros now) {
  const bool wanted = !digest.empty() && severity >= channel.min_severity;
  if (!told) return wanted ? DriftNews::kDetected : DriftNews::kNone;
  if (!wanted) return DriftNews::kResolved;
  if (severity > severity_from_text(told->severity).value_or(Severity::kNone)) return DriftNews::kEscalated;
  if (digest != told->digest) return DriftNews::kChanged;
  if (channel.remind_after_ms == 0) return DriftNews::kNone;
  // Times in this form sort as text.
  constexpr UnixMicros kMicrosPerMilli = 1000;
  const Timestamp due = format_utc(now - channel.remind_after_ms * kMicrosPerMilli);
  return told->told_at <= due ? DriftNews::kReminder : DriftNews::kNone;
}

}  // namespace schema_audit
