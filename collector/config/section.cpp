#include "collector/config/section.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "collector/config/nearest.hpp"
#include "collector/log/secrets.hpp"

namespace schema_audit {
namespace {

struct Unit {
  std::string_view word;
  int milliseconds;
};

// The unit words of PostgreSQL's own settings.
constexpr std::array<Unit, 4> kUnits = {{{"ms", 1}, {"s", 1000}, {"min", 60'000}, {"h", 3'600'000}}};

std::optional<int> parse_duration(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number < 0) return std::nullopt;
  const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  for (const Unit& unit : kUnits) {
    if (rest == unit.word && number <= std::numeric_limits<int>::max() / unit.milliseconds) {
      return number * unit.milliseconds;
    }
  }
  return std::nullopt;
}

}  // namespace

void ConfigContext::fail(SourceMark mark, const std::string& message) const {
  throw ConfigError(file, mark, message);
}

std::string ConfigContext::text(const YamlNode& node, const std::string& name) const {
  if (node.type != YamlNode::Type::kScalar) {
    fail(node.mark, name + ": expected text, found " + std::string(describe(node.type)));
  }
  try {
    return expand(node.scalar, environment);
  } catch (const ExpansionError& error) {
    fail(node.mark, name + ": " + error.what());
  }
}

std::string ConfigContext::secret(const YamlNode& node, const std::string& name,
                                  const std::string& advice) const {
  std::string value = text(node, name);
  for (const Piece& piece : expand_pieces(node.scalar, environment)) {
    if (!piece.from_variable) {
      fail(node.mark,
           std::string(name).append(": a secret must not be written in this file; ").append(advice));
    }
  }
  if (value.empty()) fail(node.mark, name + ": is empty");
  register_secret(value);
  return value;
}

const std::vector<YamlNode>& ConfigContext::list(const YamlNode& node, const std::string& name) const {
  if (node.type != YamlNode::Type::kSequence && node.type != YamlNode::Type::kNull) {
    fail(node.mark, name + ": expected a list, found " + std::string(describe(node.type)));
  }
  return node.items;
}

Section::Section(const ConfigContext& context, const YamlNode& node, std::string name)
    : context_(context), node_(node), name_(std::move(name)) {
  if (node.type != YamlNode::Type::kMapping) {
    const std::string where = name_.empty() ? "" : name_ + ": ";
    context.fail(node.mark,
                 where + "expected a mapping (key: value), found " + std::string(describe(node.type)));
  }
}

std::string Section::path(std::string_view key) const {
  return name_.empty() ? std::string(key) : name_ + "." + std::string(key);
}

const YamlNode* Section::find(std::string_view key) {
  known_.emplace_back(key);
  const auto entry = std::ranges::find_if(node_.entries, [&](const auto& e) { return e.key.text == key; });
  return entry == node_.entries.end() ? nullptr : &entry->value;
}

const YamlNode& Section::require(std::string_view key) {
  const YamlNode* node = find(key);
  if (node == nullptr) {
    const std::string where = name_.empty() ? "" : name_ + ": ";
    // A misspelt key is reported as such rather than as missing: look at the others first.
    for (const auto& [other, value] : node_.entries) {
      if (nearest(other.text, {std::string(key)}) && std::ranges::find(known_, other.text) == known_.end()) {
        context_.fail(other.mark, where + "unknown key \"" + other.text + "\"; did you mean \"" +
                                      std::string(key) + "\"?");
      }
    }
    context_.fail(node_.mark, where + "key \"" + std::string(key) + "\" is missing");
  }
  return *node;
}

std::optional<std::string> Section::text(std::string_view key) {
  const YamlNode* node = find(key);
  if (node == nullptr) return std::nullopt;
  return context_.text(*node, path(key));
}

std::string Section::required_text(std::string_view key) {
  const YamlNode& node = require(key);
  std::string value = context_.text(node, path(key));
  if (value.empty()) context_.fail(node.mark, path(key) + ": must not be empty");
  return value;
}

std::optional<std::string> Section::secret(std::string_view key, const std::string& advice) {
  const YamlNode* node = find(key);
  if (node == nullptr) return std::nullopt;
  return context_.secret(*node, path(key), advice);
}

std::vector<std::string> Section::texts(std::string_view key) {
  std::vector<std::string> values;
  const YamlNode* node = find(key);
  if (node == nullptr) return values;
  for (const YamlNode& item : context_.list(*node, path(key)))
    values.push_back(context_.text(item, path(key)));
  return values;
}

bool Section::flag(std::string_view key, bool fallback) {
  return word(key, {"true", "false"}, fallback ? "true" : "false") == "true";
}

std::optional<int> Section::milliseconds(std::string_view key) {
  const std::optional<std::string> value = text(key);
  if (!value) return std::nullopt;
  const std::optional<int> duration = parse_duration(*value);
  if (!duration) {
    context_.fail(
        find(key)->mark,
        path(key) + ": expected a duration such as 500ms, 10s, 5min or 1h, found \"" + *value + "\"");
  }
  return duration;
}

int Section::number(std::string_view key, int least, int most, int fallback) {
  const std::optional<std::string> value = text(key);
  if (!value) return fallback;
  int parsed = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), parsed);
  if (error != std::errc{} || end != value->data() + value->size() || parsed < least || parsed > most) {
    context_.fail(find(key)->mark, path(key) + ": expected a number from " + std::to_string(least) + " to " +
                                       std::to_string(most) + ", found \"" + *value + "\"");
  }
  return parsed;
}

std::optional<TimeWindow> Section::time_window(std::string_view key) {
  const std::optional<std::string> value = text(key);
  if (!value) return std::nullopt;
  std::optional<TimeWindow> window = parse_time_window(*value);
  if (!window) {
    context_.fail(find(key)->mark,
                  path(key) +
                      ": expected hours and a time zone, such as \"22:00-06:00 Europe/Berlin\";"
                      " found \"" +
                      *value + "\"");
  }
  return window;
}

std::string Section::word(std::string_view key, std::initializer_list<std::string_view> allowed,
                          std::string_view fallback) {
  const std::optional<std::string> value = text(key);
  if (!value) return std::string(fallback);
  if (std::ranges::find(allowed, *value) != allowed.end()) return *value;
  std::string list;
  for (const std::string_view word : allowed) list += (list.empty() ? "" : ", ") + std::string(word);
  context_.fail(find(key)->mark, path(key) + ": expected one of " + list + "; found \"" + *value + "\"");
}

void Section::finish() const {
  for (const auto& [key, node] : node_.entries) {
    if (std::ranges::find(known_, key.text) != known_.end()) continue;
    const std::string where = name_.empty() ? "" : name_ + ": ";
    const std::optional<std::string> meant = nearest(key.text, known_);
    std::string hint;
    if (meant) {
      hint = "; did you mean \"" + *meant + "\"?";
    } else {
      for (const std::string& word : known_) {
        hint += hint.empty() ? "; known keys: " : ", ";
        hint += word;
      }
    }
    context_.fail(key.mark,
                  std::string(where).append("unknown key \"").append(key.text).append("\"").append(hint));
  }
}

}  // namespace schema_audit
