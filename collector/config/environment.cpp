#include "collector/config/environment.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "collector/error.hpp"
#include "collector/secret_file.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

constexpr std::size_t kLargestValue = 64UL * 1024;

using Variables = std::map<std::string, std::string, std::less<>>;

bool is_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
  return !name.empty() && letter(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// NAME=value on lines of their own, '#' begins a comment line; quotes around a value go, nothing is expanded.
Variables parse_dotenv(std::string_view text, const std::filesystem::path& file) {
  Variables variables;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::size_t end = text.find('\n');
    std::string_view content = trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (content.starts_with("export ")) content = trimmed(content.substr(7));
    if (content.empty() || content.starts_with('#')) continue;
    const std::size_t equals = content.find('=');
    const std::string_view name = trimmed(content.substr(0, equals));
    if (equals == std::string_view::npos || !is_name(name)) {
      throw CollectorError(ExitCode::kConfig, printable(file.string()) + ", line " + std::to_string(line) +
                                                  ": expected NAME=value");
    }
    std::string_view value = trimmed(content.substr(equals + 1));
    const bool quoted =
        value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front();
    if (quoted) value = value.substr(1, value.size() - 2);
    variables.insert_or_assign(std::string(name), std::string(value));
  }
  return variables;
}

std::string first_lines(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

}  // namespace

Environment layered_environment(const std::filesystem::path& config_file, Environment base) {
  const std::filesystem::path dotenv = config_file.parent_path() / ".env";
  // Read once, when it is first asked for.
  const auto variables = std::make_shared<std::optional<Variables>>();
  return [base = std::move(base), dotenv, variables](std::string_view name) -> std::optional<std::string> {
    if (auto value = base(name)) return value;
    if (const auto file = base(std::string(name) + "_FILE"); file && !file->empty())
      return first_lines(read_secret_file(*file, kLargestValue));
    std::error_code error;
    if (const auto directory = base("CREDENTIALS_DIRECTORY"); directory && is_name(name)) {
      const std::filesystem::path file = std::filesystem::path(*directory) / name;
      if (std::filesystem::exists(file, error)) return first_lines(read_secret_file(file, kLargestValue));
    }
    if (!*variables) {
      *variables = std::filesystem::exists(dotenv, error)
                       ? parse_dotenv(read_secret_file(dotenv, kLargestValue), dotenv)
                       : Variables();
    }
    const auto found = (*variables)->find(name);
    if (found == (*variables)->end()) return std::nullopt;
    return found->second;
  };
}

}  // namespace schema_audit
