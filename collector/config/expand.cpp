#include "collector/config/expand.hpp"

#include <cstddef>
#include <cstdlib>

namespace schema_audit {
namespace {

bool is_name_start(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; }
bool is_name_part(char c) { return is_name_start(c) || (c >= '0' && c <= '9'); }

// `body` is what stands between ${ and }.
Piece look_up(std::string_view body, const Environment& environment) {
  std::size_t length = 0;
  if (!body.empty() && is_name_start(body[0])) {
    while (length < body.size() && is_name_part(body[length])) ++length;
  }
  const std::string name(body.substr(0, length));
  const std::string_view rest = body.substr(length);
  const bool has_default = rest.starts_with(":-");
  const bool has_message = rest.starts_with(":?");
  if (name.empty() || (!rest.empty() && !has_default && !has_message)) {
    throw ExpansionError(
        "cannot read \"${" + std::string(body) +
        "}\": expected ${NAME}, ${NAME:-default} or ${NAME:?message}; write $$ for a plain $");
  }
  std::optional<std::string> value = environment(name);
  if (value && (rest.empty() || !value->empty())) return {std::move(*value), true};
  if (has_default) return {std::string(rest.substr(2)), false};
  if (has_message && rest.size() > 2) {
    throw ExpansionError("environment variable " + name + ": " + std::string(rest.substr(2)));
  }
  throw ExpansionError("environment variable " + name + " is not set");
}

}  // namespace

Environment process_environment() {
  return [](std::string_view name) -> std::optional<std::string> {
    const char* value = std::getenv(std::string(name).c_str());
    if (value == nullptr) return std::nullopt;
    return value;
  };
}

std::vector<Piece> expand_pieces(std::string_view text, const Environment& environment) {
  std::vector<Piece> pieces(1);
  while (!text.empty()) {
    const std::size_t dollar = text.find('$');
    if (!pieces.back().text.empty() || pieces.back().from_variable) pieces.emplace_back();
    pieces.back().text += text.substr(0, dollar);
    if (dollar == std::string_view::npos) break;
    text.remove_prefix(dollar + 1);
    if (text.starts_with('$')) {
      pieces.back().text += '$';
      text.remove_prefix(1);
    } else if (text.starts_with('{')) {
      const std::size_t end = text.find('}');
      if (end == std::string_view::npos) throw ExpansionError("\"${\" without \"}\"; write $$ for a plain $");
      pieces.push_back(look_up(text.substr(1, end - 1), environment));
      text.remove_prefix(end + 1);
    } else {
      throw ExpansionError("a single $; write ${NAME} for a variable, $$ for a plain $");
    }
  }
  std::erase_if(pieces, [](const Piece& piece) { return piece.text.empty() && !piece.from_variable; });
  return pieces;
}

std::string expand(std::string_view text, const Environment& environment) {
  std::string joined;
  for (const Piece& piece : expand_pieces(text, environment)) joined += piece.text;
  return joined;
}

}  // namespace schema_audit
