#include "collector/time_window.hpp"

#include <date/tz.h>

#include <chrono>
#include <stdexcept>

namespace schema_audit {
namespace {

constexpr int kMinutesOfHour = 60;
constexpr int kMinutesOfDay = 24 * kMinutesOfHour;

// "HH:MM"; 24:00 is the end of the day.
std::optional<int> parse_minute(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  int numbers[2] = {0, 0};
  for (int part = 0; part < 2; ++part) {
    for (const char c : text.substr(static_cast<std::size_t>(part) * 3, 2)) {
      if (c < '0' || c > '9') return std::nullopt;
      numbers[part] = numbers[part] * 10 + (c - '0');
    }
  }
  const int minute = numbers[0] * kMinutesOfHour + numbers[1];
  if (numbers[1] >= kMinutesOfHour || minute > kMinutesOfDay) return std::nullopt;
  return minute;
}

std::string clock_text(int minute) {
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(minute / kMinutesOfHour) + ":" + two(minute % kMinutesOfHour);
}

}  // namespace

bool TimeWindow::contains(UnixMicros time) const {
  const date::sys_time<std::chrono::microseconds> instant{std::chrono::microseconds(time)};
  const auto local = date::locate_zone(zone)->to_local(instant);
  const auto of_day = local - date::floor<date::days>(local);
  const auto minute = static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(of_day).count());
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

std::string TimeWindow::text() const { return clock_text(from) + "-" + clock_text(to) + " " + zone; }

std::optional<TimeWindow> parse_time_window(std::string_view text) {
  TimeWindow window;
  const std::size_t space = text.find(' ');
  const std::string_view hours = text.substr(0, space);
  if (space != std::string_view::npos) window.zone = text.substr(space + 1);
  const std::size_t dash = hours.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto from = parse_minute(hours.substr(0, dash));
  const auto to = parse_minute(hours.substr(dash + 1));
  if (!from || !to || *from == *to || *from == kMinutesOfDay) return std::nullopt;
  try {
    static_cast<void>(date::locate_zone(window.zone));
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
  window.from = *from;
  window.to = *to;
  return window;
}

}  // namespace schema_audit
