#include "core/severity/sentence.hpp"

#include <set>

namespace schema_audit {

namespace {

constexpr std::size_t kLongestValue = 120;

bool is_short(const std::string& text) {
  return text.size() <= kLongestValue && text.find('\n') == std::string::npos;
}

std::string map_changes(const TextMap& from, const TextMap& to) {
  std::set<std::string> keys;
  for (const auto& [key, value] : from) keys.insert(key);
  for (const auto& [key, value] : to) keys.insert(key);
  std::string out;
  for (const std::string& key : keys) {
    const auto f = from.find(key);
    const auto t = to.find(key);
    if (f != from.end() && t != to.end() && f->second == t->second) continue;
    if (!out.empty()) out += "; ";
    out += key + " from " + (f == from.end() ? "default" : f->second) + " to " +
           (t == to.end() ? "default" : t->second);
  }
  return out;
}

const TextMap& as_map(const std::optional<Value>& value) {
  static const TextMap kEmpty;
  const auto* map = value ? std::get_if<TextMap>(&*value) : nullptr;
  return map ? *map : kEmpty;
}

bool holds(const std::optional<Value>& value, std::size_t index) { return value && value->index() == index; }

}  // namespace

std::string attribute_sentence(const Change& change, const AttributeKind& attribute,
                               const std::string& object) {
  const std::string what = std::string(attribute.label) + " of " + object;
  constexpr std::size_t kBool = 0;
  constexpr std::size_t kMap = 4;
  if (holds(change.from, kMap) || holds(change.to, kMap)) {
    const std::string details = map_changes(as_map(change.from), as_map(change.to));
    return what + " changed" + (is_short(details) ? ": " + details : "");
  }
  if (holds(change.from, kBool) || holds(change.to, kBool))
    return what + (change.to ? " was set" : " was dropped");
  const std::string from = change.from ? to_text(*change.from) : "";
  const std::string to = change.to ? to_text(*change.to) : "";
  if (!change.from) return what + " was set" + (is_short(to) ? " to " + to : "");
  if (!change.to) return what + " was dropped" + (is_short(from) ? " (was " + from + ")" : "");
  if (is_short(from) && is_short(to)) return what + " changed from " + from + " to " + to;
  return what + " changed";
}

}  // namespace schema_audit
