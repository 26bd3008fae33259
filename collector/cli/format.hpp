// The formats of results, and which verb has which.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace schema_audit {

enum class Format {
  kText,
  kJson,
  kMarkdown,
  kHtml,
  kSql,
  kJunit,
  kSarif,
  kGithub,
  kNagios,
  kPrometheus,
};

// --output FORMAT=PATH
struct Artefact {
  Format format = Format::kText;
  std::string path;
};

// Throws CollectorError (usage) for a word that is no format.
Format to_format(std::string_view word);

// "FORMAT=PATH". Throws CollectorError (usage).
Artefact to_artefact(const std::string& text);

// The same, or a path alone, whose format is what it ends in, else the one that is given.
Artefact to_file(const std::string& text, Format otherwise);

// Throws CollectorError (usage) when a verb has no such format, with those it has.
void check_format(std::string_view verb, Format format);

}  // namespace schema_audit
