// The part of YAML that the configuration uses: mappings, sequences, scalars.
//
// Anchors, aliases, explicit tags, several documents and duplicate keys are
// refused: each of them makes a file mean something else than it seems to.
// Values, immutable after parsing; any thread may read them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collector/config/config_error.hpp"

namespace schema_audit {

struct YamlKey {
  std::string text;
  SourceMark mark;
};

struct YamlEntry;

struct YamlNode {
  enum class Type { kNull, kScalar, kSequence, kMapping };

  Type type = Type::kNull;
  SourceMark mark;
  std::string scalar;
  std::vector<YamlNode> items;     // kSequence
  std::vector<YamlEntry> entries;  // kMapping, in the order of the file
};

struct YamlEntry {
  YamlKey key;
  YamlNode value;
};

// "a mapping", "a list", "text", "nothing": for messages.
std::string_view describe(YamlNode::Type type);

// Parses one document. `file` is only used in messages. Throws ConfigError.
YamlNode parse_yaml(std::string_view text, const std::string& file);

}  // namespace schema_audit
