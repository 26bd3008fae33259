#include "collector/alert/link.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace schema_audit {
namespace {

constexpr std::size_t kLongestPattern = 500;
constexpr std::size_t kLongest = 2000;  // what every service takes

constexpr std::array<std::pair<std::string_view, std::string LinkValues::*>, 5> kPlaces{{
    {"alert", &LinkValues::alert},
    {"target", &LinkValues::target},
    {"environment", &LinkValues::environment},
    {"severity", &LinkValues::severity},
    {"snapshot", &LinkValues::snapshot},
}};

bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

std::string encoded(std::string_view value) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string result;
  for (const char c : value) {
    if (is_unreserved(c)) {
      result += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    result += '%';
    result += kDigits[byte >> 4U];
    result += kDigits[byte & 15U];
  }
  return result;
}

// Calls literal(text) and place(name) for the parts of a pattern. False when a brace has no counterpart.
template <typename Literal, typename Place>
bool split(std::string_view pattern, Literal literal, Place place) {
  while (!pattern.empty()) {
    const std::size_t open = pattern.find_first_of("{}");
    literal(pattern.substr(0, open));
    if (open == std::string_view::npos) return true;
    const std::size_t close = pattern.find('}', open);
    if (pattern[open] == '}' || close == std::string_view::npos) return false;
    place(pattern.substr(open + 1, close - open - 1));
    pattern.remove_prefix(close + 1);
  }
  return true;
}

}  // namespace

std::optional<std::string> link_problem(std::string_view pattern) {
  std::string whole;
  std::optional<std::string> problem;
  const bool closed = split(
      pattern, [&](std::string_view text) { whole += text; },
      [&](std::string_view name) {
        whole += 'x';
        if (std::ranges::find(kPlaces, name, &decltype(kPlaces)::value_type::first) == kPlaces.end())
          problem = "there is no {" + std::string(name) + "}";
      });
  if (!closed) return "a brace without its counterpart";
  if (problem) {
    *problem += "; there are";
    for (const auto& [name, value] : kPlaces) *problem += " {" + std::string(name) + "}";
    return problem;
  }
  if (pattern.size() > kLongestPattern) return "longer than " + std::to_string(kLongestPattern) + " bytes";
  if (!is_link(whole)) return "expected an address such as https://reports.example.com/{target}";
  return std::nullopt;
}

std::string fill_link(std::string_view pattern, const LinkValues& values) {
  std::string link;
  split(
      pattern, [&](std::string_view text) { link += text; },
      [&](std::string_view name) {
        const auto place = std::ranges::find(kPlaces, name, &decltype(kPlaces)::value_type::first);
        if (place != kPlaces.end()) link += encoded(values.*place->second);
      });
  return link;
}

bool is_link(std::string_view text) {
  const std::size_t scheme = text.starts_with("https://")  ? 8
                             : text.starts_with("http://") ? 7
                                                           : std::string_view::npos;
  if (scheme == std::string_view::npos || text.size() == scheme || text.size() > kLongest) return false;
  // What an address may hold, but for what ends it in HTML, in mail or in the markup of a chat.
  constexpr std::string_view kOthers = "-._~:/?#[]@!$&+,;=%";
  return (is_unreserved(text[scheme]) || text[scheme] == '[') && std::ranges::all_of(text, [&](char c) {
           return is_unreserved(c) || kOthers.find(c) != std::string_view::npos;
         });
}

}  // namespace schema_audit
