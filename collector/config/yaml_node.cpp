#include "collector/config/yaml_node.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <sstream>

namespace schema_audit {
namespace {

constexpr std::size_t kDeepest = 16;

SourceMark to_mark(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

// Builds the tree from the parser's events instead of using YAML::Node, which
// silently keeps the first of two equal keys and follows aliases.
class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(const std::string& file) : file_(file) {}

  YamlNode take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    add(make(YamlNode::Type::kNull, mark, "", anchor));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw ConfigError(file_, to_mark(mark), "aliases (*name) are not supported; write the value out");
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode node = make(YamlNode::Type::kScalar, mark, tag, anchor);
    // An unquoted ~ or null is how YAML writes "nothing".
    if (tag == "?" && (value == "~" || value == "null")) node.type = YamlNode::Type::kNull;
    node.scalar = value;
    add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(make(YamlNode::Type::kSequence, mark, tag, anchor));
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(make(YamlNode::Type::kMapping, mark, tag, anchor));
  }
  void OnMapEnd() override { close(); }

 private:
  struct Level {
    YamlNode node;
    std::optional<YamlKey> key;  // read, its value still to come
  };

  YamlNode make(YamlNode::Type type, const YAML::Mark& mark, const std::string& tag,
                YAML::anchor_t anchor) const {
    if (anchor != 0)
      throw ConfigError(file_, to_mark(mark), "anchors (&name) are not supported; write the value out");
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw ConfigError(file_, to_mark(mark), "tags (" + tag + ") are not supported");
    }
    YamlNode node;
    node.type = type;
    node.mark = to_mark(mark);
    return node;
  }

  void open(YamlNode node) {
    if (levels_.size() >= kDeepest) throw ConfigError(file_, node.mark, "nested too deeply");
    refuse_as_key(node);
    levels_.push_back({std::move(node), std::nullopt});
  }

  void close() {
    YamlNode node = std::move(levels_.back().node);
    levels_.pop_back();
    add(std::move(node));
  }

  void refuse_as_key(const YamlNode& node) const {
    if (levels_.empty() || levels_.back().node.type != YamlNode::Type::kMapping || levels_.back().key) return;
    throw ConfigError(file_, node.mark, "a key must be plain text");
  }

  void add(YamlNode node) {
    if (levels_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& level = levels_.back();
    if (level.node.type == YamlNode::Type::kSequence) {
      level.node.items.push_back(std::move(node));
    } else if (level.key) {
      // The parser finds out that a value is absent at the next key.
      if (node.type == YamlNode::Type::kNull) node.mark = level.key->mark;
      level.node.entries.push_back({std::move(*level.key), std::move(node)});
      level.key.reset();
    } else {
      add_key(level, node);
    }
  }

  void add_key(Level& level, const YamlNode& node) const {
    if (node.type != YamlNode::Type::kScalar) throw ConfigError(file_, node.mark, "a key must be plain text");
    const auto same = std::ranges::find_if(level.node.entries,
                                           [&](const auto& entry) { return entry.key.text == node.scalar; });
    if (same != level.node.entries.end()) {
      throw ConfigError(
          file_, node.mark,
          "key \"" + node.scalar + "\" is given twice, first in line " + std::to_string(same->key.mark.line));
    }
    level.key = YamlKey{node.scalar, node.mark};
  }

  const std::string& file_;
  std::vector<Level> levels_;
  YamlNode root_;
};

}  // namespace

std::string_view describe(YamlNode::Type type) {
  switch (type) {
    case YamlNode::Type::kNull:
      return "nothing";
    case YamlNode::Type::kScalar:
      return "text";
    case YamlNode::Type::kSequence:
      return "a list";
    case YamlNode::Type::kMapping:
      return "a mapping";
  }
  return "nothing";
}

YamlNode parse_yaml(std::string_view text, const std::string& file) {
  std::istringstream stream{std::string(text)};
  TreeBuilder builder(file);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) return {};
    YamlNode root = builder.take();
    TreeBuilder second(file);
    if (parser.HandleNextDocument(second)) {
      throw ConfigError(file, second.take().mark, "a second YAML document starts here; only one is read");
    }
    return root;
  } catch (const YAML::Exception& error) {
    throw ConfigError(file, to_mark(error.mark), "not valid YAML: " + error.msg);
  }
}

}  // namespace schema_audit
