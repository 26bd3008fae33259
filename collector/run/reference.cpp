#include "collector/run/reference.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "collector/error.hpp"

namespace schema_audit {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

[[noreturn]] void refuse(std::string_view text, const std::string& why) {
  throw CollectorError(ExitCode::kUsage, "\"" + std::string(text) + "\" names nothing to compare: " + why +
                                             "; write TARGET, TARGET@NUMBER, TARGET@latest, "
                                             "TARGET@2026-11-01T10:00, TARGET@-2h, TARGET@LABEL or "
                                             "FILE.json[.zst]");
}

struct Span {
  std::string_view word;
  UnixMicros length;
};

constexpr UnixMicros kMinute = 60 * kMicrosPerSecond;
constexpr std::array<Span, 5> kSpans{{{"s", kMicrosPerSecond},
                                      {"min", kMinute},
                                      {"h", 60 * kMinute},
                                      {"d", 24 * 60 * kMinute},
                                      {"w", 7 * 24 * 60 * kMinute}}};

// "-2h": when that was. nullopt: it is no such thing.
std::optional<UnixMicros> parse_ago(std::string_view text, const Clock& clock) {
  if (!text.starts_with('-')) return std::nullopt;
  UnixMicros number = 0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const auto* span =
      std::find_if(kSpans.begin(), kSpans.end(), [&](const Span& known) { return known.word == unit; });
  const UnixMicros now = clock();
  if (span == kSpans.end() || number > now / span->length) return std::nullopt;
  return now - number * span->length;
}

bool is_file(std::string_view text) {
  if (text.ends_with(".json") || text.ends_with(".json.zst")) return true;
  const auto slash = text.find('/');
  return slash != std::string_view::npos && slash < text.find('@');
}

}  // namespace

std::optional<std::string> parse_time(std::string_view text) {
  // What is not given is filled from this.
  std::string full = "0000-01-01T00:00:00.000000";
  if (text.ends_with('Z')) text.remove_suffix(1);
  constexpr std::array<std::size_t, 3> kWhole{10, 16, 19};  // a date, to the minute, to the second
  const bool fraction = text.size() > 20 && text.size() <= full.size();
  if (std::find(kWhole.begin(), kWhole.end(), text.size()) == kWhole.end() && !fraction) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool separator = i == 10 && text[i] == ' ';
    if (is_digit(full[i]) ? !is_digit(text[i]) : text[i] != full[i] && !separator) return std::nullopt;
    full[i] = separator ? 'T' : text[i];
  }
  const auto field = [&](std::size_t at) { return (full[at] - '0') * 10 + (full[at + 1] - '0'); };
  const int month = field(5);
  const int day = field(8);
  if (month < 1 || month > 12 || day < 1 || day > 31 || field(11) > 23 || field(14) > 59 || field(17) > 60)
    return std::nullopt;
  return full + "Z";
}

Reference parse_reference(std::string_view text, const Clock& clock) {
  Reference reference;
  reference.text = text;
  if (text.empty()) refuse(text, "it is empty");
  if (text.ends_with(".sql")) refuse(text, "files of SQL are not read by this version");
  if (is_file(text)) {
    reference.type = Reference::Type::kFile;
    reference.path = text;
    return reference;
  }
  const auto at = text.find('@');
  reference.target = text.substr(0, at);
  if (reference.target.empty()) refuse(text, "there is no target before the @");
  if (at == std::string_view::npos) return reference;
  const std::string_view point = text.substr(at + 1);
  reference.type = Reference::Type::kStored;
  if (point == "latest") return reference;
  long long number = 0;
  const auto [end, error] = std::from_chars(point.data(), point.data() + point.size(), number);
  if (error == std::errc() && end == point.data() + point.size() && number > 0) {
    reference.snapshot = number;
    return reference;
  }
  if (point.empty()) refuse(text, "there is nothing behind the @");
  if (const auto time = parse_time(point)) {
    reference.type = Reference::Type::kTime;
    reference.time = *time;
  } else if (const auto ago = parse_ago(point, clock)) {
    reference.type = Reference::Type::kTime;
    reference.time = format_utc(*ago);
  } else {
    reference.type = Reference::Type::kLabel;
    reference.label = point;
  }
  return reference;
}

}  // namespace schema_audit
