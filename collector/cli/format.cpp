#include "collector/cli/format.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "collector/error.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

using Words = std::vector<std::string_view>;

constexpr std::array<std::pair<std::string_view, Format>, 10> kFormats{{
    {"text", Format::kText},
    {"json", Format::kJson},
    {"markdown", Format::kMarkdown},
    {"html", Format::kHtml},
    {"sql", Format::kSql},
    {"junit", Format::kJunit},
    {"sarif", Format::kSarif},
    {"github", Format::kGithub},
    {"nagios", Format::kNagios},
    {"prometheus", Format::kPrometheus},
}};

// What a file name ends in, once a ".zst" is taken away.
constexpr std::array<std::pair<std::string_view, Format>, 7> kEndings{{
    {".json", Format::kJson},
    {".md", Format::kMarkdown},
    {".html", Format::kHtml},
    {".xml", Format::kJunit},
    {".sarif", Format::kSarif},
    {".sql", Format::kSql},
    {".prom", Format::kPrometheus},
}};

const std::pair<std::string_view, Format>* find(std::string_view word) {
  const auto* found = std::find_if(kFormats.begin(), kFormats.end(),
                                   [&](const auto& format) { return format.first == word; });
  return found == kFormats.end() ? nullptr : found;
}

std::string list(const Words& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i)
    out += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + std::string(words[i]);
  return out;
}

Words formats_of(std::string_view verb) {
  if (verb == "plan") return {"sql", "json"};
  if (verb == "check") return {"text", "json", "nagios", "prometheus"};
  Words words{"text", "json"};
  const bool compares = verb == "diff" || verb == "drift";
  if (compares || verb == "collect" || verb == "crawl" || verb == "diff-latest")
    words.insert(words.end(), {"markdown", "html", "junit", "sarif", "github"});
  if (compares) words.emplace_back("sql");
  return words;
}

}  // namespace

Format to_format(std::string_view word) {
  if (const auto* known = find(word)) return known->second;
  Words words;
  for (const auto& [name, format] : kFormats) words.push_back(name);
  throw CollectorError(ExitCode::kUsage,
                       "unknown format \"" + printable(word) + "\": " + list(words) + " are known");
}

Artefact to_artefact(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals + 1 == text.size()) {
    throw CollectorError(ExitCode::kUsage, "--output takes FORMAT=PATH, such as markdown=drift.md");
  }
  return {to_format(text.substr(0, equals)), text.substr(equals + 1)};
}

Artefact to_file(const std::string& text, Format otherwise) {
  const auto equals = text.find('=');
  if (equals != std::string::npos && find(text.substr(0, equals))) return to_artefact(text);
  std::string_view name = text;
  if (name.ends_with(".zst")) name.remove_suffix(4);
  for (const auto& [ending, format] : kEndings) {
    if (name.ends_with(ending)) return {format, text};
  }
  return {otherwise, text};
}

void check_format(std::string_view verb, Format format) {
  const Words words = formats_of(verb);
  const bool known = std::any_of(words.begin(), words.end(),
                                 [&](std::string_view word) { return find(word)->second == format; });
  if (known) return;
  const auto* unknown =
      std::find_if(kFormats.begin(), kFormats.end(), [&](const auto& f) { return f.second == format; });
  throw CollectorError(ExitCode::kUsage, std::string(verb) + " has no format " + std::string(unknown->first) +
                                             ": " + list(words));
}

}  // namespace schema_audit
