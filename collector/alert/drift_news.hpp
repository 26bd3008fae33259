// What a channel is told of drift that comes, grows, stays and goes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collector/clock.hpp"
#include "collector/config/config.hpp"
#include "collector/store/channel_row.hpp"
#include "core/model/severity.hpp"

namespace schema_audit {

enum class DriftNews {
  kNone,       // nothing that the channel does not know
  kDetected,   // for the first time
  kChanged,    // another one, not worse
  kEscalated,  // worse than what was told
  kReminder,   // the same for long
  kResolved,   // gone, or no longer as bad as the channel asks for
};

// "detected", "changed", "escalated", "reminder", "resolved"; empty for none.
std::string_view to_text(DriftNews news);

// `told` is what the channel knows; `digest` and `severity` are what there is now, of the kinds that the
// channel asks for (an empty digest: no drift).
DriftNews drift_news(const std::optional<ToldDrift>& told, const std::string& digest, Severity severity,
                     const AlertChannelConfig& channel, UnixMicros now);

}  // namespace schema_audit
