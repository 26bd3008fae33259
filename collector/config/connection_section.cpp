#include "collector/config/connection_section.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>

#include "collector/config/nearest.hpp"
#include "collector/log/secrets.hpp"
#include "collector/postgres/connection_options.hpp"

namespace schema_audit {
namespace {

constexpr const char* kAdvice =
    "use pgpass, a service file, password_file, password_command, or a variable as in ${PGPASSWORD_PROD}";

// The names by which other programs know libpq's parameters.
using Alias = std::pair<std::string_view, std::string_view>;
constexpr std::array<Alias, 4> kAliases = {
    {{"ssl_mode", "sslmode"}, {"ssl_cert", "sslcert"}, {"ssl_key", "sslkey"}, {"ssl_ca", "sslrootcert"}}};

struct OptionsDeleter {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, OptionsDeleter>;

struct Parsed {
  Options options;
  std::string error;
};

Parsed parse_conninfo(const std::string& text) {
  char* message = nullptr;
  Parsed parsed;
  parsed.options.reset(PQconninfoParse(text.c_str(), &message));
  if (message != nullptr) {
    parsed.error = message;
    PQfreemem(message);
    while (parsed.error.ends_with('\n')) parsed.error.pop_back();
  }
  return parsed;
}

std::string stand_in(std::size_t index) { return "Xvariable" + std::to_string(index) + "X"; }

// A connection string with its variables replaced by words that mean nothing
// to libpq's parser; put back once the string is taken apart.
class Template {
 public:
  explicit Template(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}

  bool is_one_variable() const { return pieces_.size() == 1 && pieces_[0].from_variable; }

  std::string text() const {
    std::string joined;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      joined += pieces_[i].from_variable ? stand_in(i) : pieces_[i].text;
    }
    return joined;
  }

  std::string fill(std::string value) const {
    replace(value, [](const Piece& piece) { return piece.text; });
    return value;
  }

  bool only_variables(std::string value) const {
    replace(value, [](const Piece&) { return std::string(); });
    return value.empty();
  }

 private:
  // From the last to the first, so that a value which looks like a stand-in is
  // not replaced in its turn.
  template <typename Replacement>
  void replace(std::string& value, Replacement replacement) const {
    std::size_t end = value.size();
    for (std::size_t i = pieces_.size(); i-- > 0;) {
      if (!pieces_[i].from_variable) continue;
      const std::string word = stand_in(i);
      const std::size_t at = value.substr(0, end).rfind(word);
      if (at == std::string::npos) continue;
      value.replace(at, word.size(), replacement(pieces_[i]));
      end = at;
    }
  }

  std::vector<Piece> pieces_;
};

ConnectionConfig from_string(const ConfigContext& context, const YamlNode& node, const std::string& name) {
  const std::string expanded = context.text(node, name);
  const Template pattern(expand_pieces(node.scalar, context.environment));
  const bool from_environment = pattern.is_one_variable();
  if (from_environment) register_secret(expanded);
  const Parsed parsed = parse_conninfo(from_environment ? expanded : pattern.text());
  if (!parsed.options) {
    // libpq quotes the offending part, which in a string from the environment may be the password.
    context.fail(node.mark, name + ": not a libpq connection string or URI" +
                                (from_environment ? std::string() : ": " + parsed.error));
  }
  ConnectionConfig connection;
  for (const PQconninfoOption* option = parsed.options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    std::string value = from_environment ? option->val : pattern.fill(option->val);
    if (is_secret_parameter(option->keyword)) {
      if (!from_environment && !pattern.only_variables(option->val)) {
        context.fail(node.mark, name + ": a password must not be written in this file; " + kAdvice);
      }
      register_secret(value);
    }
    connection.parameters.push_back({option->keyword, std::move(value)});
  }
  return connection;
}

ConnectionConfig from_mapping(const ConfigContext& context, const YamlNode& node, const std::string& name) {
  std::vector<std::string> known = connection_keywords();
  for (const char* own : {"password_file", "password_command"}) known.emplace_back(own);
  for (const auto& [alias, keyword] : kAliases) known.emplace_back(alias);
  ConnectionConfig connection;
  for (const auto& [key, value] : node.entries) {
    const std::string path = name + "." + key.text;
    if (std::ranges::find(known, key.text) == known.end()) {
      const auto meant = nearest(key.text, known);
      context.fail(key.mark, name + ": libpq has no parameter \"" + key.text + "\"" +
                                 (meant ? "; did you mean \"" + *meant + "\"?" : ""));
    }
    const auto alias = std::ranges::find(kAliases, key.text, &Alias::first);
    const std::string keyword(alias != kAliases.end() ? alias->second : key.text);
    if (std::ranges::find(connection.parameters, keyword, &ConnectionParameter::keyword) !=
        connection.parameters.end()) {
      context.fail(key.mark, name + ": " + keyword + " is given twice");
    }
    if (alias != kAliases.end() && keyword != "sslmode") {
      const std::filesystem::path file = context.text(value, path);
      connection.parameters.push_back(
          {keyword, (std::filesystem::path(context.file).parent_path() / file).string()});
    } else if (alias != kAliases.end()) {
      connection.parameters.push_back({keyword, context.text(value, path)});
    } else if (key.text == "password_file") {
      connection.password_file = context.text(value, path);
    } else if (key.text == "password_command") {
      for (const YamlNode& item : context.list(value, path))
        connection.password_command.push_back(context.text(item, path));
      if (connection.password_command.empty() || connection.password_command.front().empty())
        context.fail(key.mark, path + ": expected a list of the program and its arguments");
    } else if (is_secret_parameter(key.text)) {
      connection.parameters.push_back({key.text, context.secret(value, path, kAdvice)});
    } else {
      connection.parameters.push_back({key.text, context.text(value, path)});
    }
  }
  return connection;
}

}  // namespace

ConnectionConfig parse_connection(const std::string& text) {
  const Parsed parsed = parse_conninfo(text);
  // libpq quotes the offending part, which may be the password.
  if (!parsed.options)
    throw CollectorError(ExitCode::kUsage, "not a libpq connection string or URI (postgresql://...)");
  ConnectionConfig connection;
  for (const PQconninfoOption* option = parsed.options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    if (is_secret_parameter(option->keyword)) register_secret(option->val);
    connection.parameters.push_back({option->keyword, option->val});
  }
  add_tls_defaults(connection);
  return connection;
}

ConnectionConfig read_connection(const ConfigContext& context, const YamlNode& node,
                                 const std::string& name) {
  const bool text = node.type == YamlNode::Type::kScalar;
  if (text || node.type == YamlNode::Type::kMapping) {
    ConnectionConfig connection = text ? from_string(context, node, name) : from_mapping(context, node, name);
    add_tls_defaults(connection);
    return connection;
  }
  context.fail(node.mark, name + ": expected a connection string or a mapping of libpq parameters, found " +
                              std::string(describe(node.type)));
}

}  // namespace schema_audit
