// Hours of the day in a time zone: "22:00-06:00 Europe/Berlin".
//
// A plain value; any thread may read it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collector/clock.hpp"

namespace schema_audit {

struct TimeWindow {
  int from = 0;  // minutes since midnight on the clocks there
  int to = 0;    // the first minute after it; may be smaller than from: then it spans midnight
  std::string zone = "UTC";

  // By what the clocks there show: an hour that is skipped in spring is in no window, one that comes twice in
  // autumn is in twice.
  bool contains(UnixMicros time) const;

  // "22:00-06:00 Europe/Berlin"
  std::string text() const;
};

// HH:MM-HH:MM with an IANA time zone behind it, UTC without one. nullopt when it is not that, when the zone
// is not known here, or when both ends are the same.
std::optional<TimeWindow> parse_time_window(std::string_view text);

}  // namespace schema_audit
