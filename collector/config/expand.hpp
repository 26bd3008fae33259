// ${VAR}, ${VAR:-default}, ${VAR:?message} and $$ in the scalars of the
// configuration.
//
// Expansion happens after YAML (and after a connection string) is parsed, and
// only once, so the value of a variable is never read as syntax.
#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace schema_audit {

// Looks up a variable: the process environment in production, a map in tests.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

Environment process_environment();

// What is wrong with an expression; the caller knows the file and line.
class ExpansionError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A piece of a scalar: literal text, or a reference with its value.
struct Piece {
  std::string text;
  bool from_variable = false;  // false for literal text and for a default written in the file
};

// Splits and looks up. `text` without any $ is one literal piece. As in a
// shell, :- and :? treat an empty variable as unset; ${VAR} alone needs the
// variable to be set. Throws ExpansionError.
std::vector<Piece> expand_pieces(std::string_view text, const Environment& environment);

// The pieces joined.
std::string expand(std::string_view text, const Environment& environment);

}  // namespace schema_audit
