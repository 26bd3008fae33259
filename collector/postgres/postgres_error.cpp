#include "collector/postgres/postgres_error.hpp"

#include <utility>

#include "collector/log/secrets.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

// libpq ends its messages with a newline and puts one line per host tried.
std::string joined_lines(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  std::string line;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\n') {
      line += text[i];
      continue;
    }
    line += "; ";
    while (i + 1 < text.size() && (text[i + 1] == '\t' || text[i + 1] == ' ')) ++i;
  }
  return printable(hide_secrets(line));
}

ExitCode exit_code_of(const std::string& sqlstate) {
  // 42501 insufficient_privilege, 28xxx invalid authorization
  return sqlstate == "42501" || sqlstate.starts_with("28") ? ExitCode::kPermission : ExitCode::kUnavailable;
}

}  // namespace

PostgresError::PostgresError(const std::string& target, const std::string& sqlstate,
                             const std::string& message)
    : PostgresError(target, sqlstate, joined_lines(message), exit_code_of(sqlstate)) {}

PostgresError::PostgresError(const std::string& target, const std::string& sqlstate, std::string text,
                             ExitCode exit_code)
    : CollectorError(exit_code, "target " + target + ": " + text),
      target_(target),
      sqlstate_(sqlstate),
      text_(std::move(text)) {}

std::string text_beside_target(const CollectorError& error) {
  const auto* postgres = dynamic_cast<const PostgresError*>(&error);
  return postgres != nullptr ? postgres->text() : error.what();
}

bool PostgresError::is_connection_failure() const noexcept {
  // 57P01 to 57P03: the server shuts down, crashed, or is not up yet.
  return sqlstate_.starts_with("08") || sqlstate_.starts_with("57P0");
}

}  // namespace schema_audit
