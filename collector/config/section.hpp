// Typed access to one mapping of the configuration.
//
// A reader asks for the keys it knows and calls finish(), which refuses every
// key that nobody asked for and names the nearest one that exists. All errors
// are ConfigErrors that say line, column, what was expected and what is there.
// Borrows the node and the context, which must outlive it. Not thread-safe.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collector/config/expand.hpp"
#include "collector/config/yaml_node.hpp"
#include "collector/time_window.hpp"

namespace schema_audit {

struct ConfigContext {
  std::string file;
  Environment environment;

  [[noreturn]] void fail(SourceMark mark, const std::string& message) const;

  // A scalar's text with its variables expanded. `name` is for messages.
  std::string text(const YamlNode& node, const std::string& name) const;

  // As text(), for what must not stand in the file: literal text, a default
  // included, and emptiness are refused; `advice` names the other ways. The
  // value is made known to hide_secrets().
  std::string secret(const YamlNode& node, const std::string& name, const std::string& advice) const;

  // The items of a list; an empty key (null) is an empty list.
  const std::vector<YamlNode>& list(const YamlNode& node, const std::string& name) const;
};

class Section {
 public:
  // `name` says what the mapping is, for messages: "targets[2]".
  Section(const ConfigContext& context, const YamlNode& node, std::string name);

  SourceMark mark() const { return node_.mark; }
  const std::string& name() const { return name_; }

  // The node below a key; nullptr when the key is absent.
  const YamlNode* find(std::string_view key);
  const YamlNode& require(std::string_view key);

  std::optional<std::string> text(std::string_view key);
  std::string required_text(std::string_view key);
  std::optional<std::string> secret(std::string_view key, const std::string& advice);
  std::vector<std::string> texts(std::string_view key);
  bool flag(std::string_view key, bool fallback);
  std::optional<int> milliseconds(std::string_view key);
  int number(std::string_view key, int least, int most, int fallback);
  std::optional<TimeWindow> time_window(std::string_view key);
  std::string word(std::string_view key, std::initializer_list<std::string_view> allowed,
                   std::string_view fallback);

  void finish() const;

 private:
  std::string path(std::string_view key) const;

  const ConfigContext& context_;
  const YamlNode& node_;
  std::string name_;
  std::vector<std::string> known_;
};

}  // namespace schema_audit
