// Time as the collector keeps it: microseconds since 1970-01-01 00:00 UTC.
//
// Code that decides by time takes a Clock, so that tests set the time.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace schema_audit {

using UnixMicros = std::int64_t;

inline constexpr UnixMicros kMicrosPerSecond = 1'000'000;

using Clock = std::function<UnixMicros()>;

// The wall clock of this machine.
UnixMicros system_clock_micros();

// RFC 3339 in UTC with microseconds: 2026-11-21T09:08:58.000123Z.
std::string format_utc(UnixMicros time);

// The reverse; nothing for a text of another form.
std::optional<UnixMicros> parse_utc(std::string_view text);

// "42 s", "3 min", "5 h", "12 days": how long, for people.
std::string duration_text(UnixMicros time);

}  // namespace schema_audit
