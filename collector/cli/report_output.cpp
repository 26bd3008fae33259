#include "collector/cli/report_output.hpp"

#include <algorithm>
#include <filesystem>

#include "collector/cli/colours.hpp"
#include "collector/cli/context.hpp"
#include "collector/error.hpp"

namespace schema_audit {

namespace {

// What CI keeps of a job that looks for drift.
std::vector<Artefact> artefacts_in(const std::string& directory) {
  const std::filesystem::path path(directory);
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) {
    throw CollectorError(ExitCode::kCannotCreate,
                         "cannot make the directory " + directory + ": " + error.message());
  }
  return {{Format::kSql, path / "schema-diff.sql"},
          {Format::kJson, path / "drift-report.json"},
          {Format::kMarkdown, path / "drift-summary.md"}};
}

// Paths below the working directory as one would write them there, which is what a repository knows them by.
std::string shown_path(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::path near = std::filesystem::proximate(path, error);
  return error || near.empty() || near.native().starts_with("..") ? path.string() : near.string();
}

// What the configuration has of a target; of one of many databases their entry.
const TargetConfig* entry_in(const Config& config, const std::string& target) {
  if (const TargetConfig* known = config.find_target(target)) return known;
  const auto entry =
      std::ranges::find_if(config.targets, [&](const TargetConfig& one) { return one.stands_for(target); });
  return entry == config.targets.end() ? nullptr : &*entry;
}

std::string render_one(const PlacedReport& report, const std::string& sql, Format format, bool colours) {
  if (format == Format::kSql) return sql;
  const RenderSet whole = render_set(format);
  return whole ? whole({{report}, {}}) : render(report.report, format, colours);
}

}  // namespace

std::string render(const Report& report, Format format, bool colours) {
  switch (format) {
    case Format::kJson:
      return render_json(report, true);
    case Format::kMarkdown:
      return render_markdown(report);
    default:
      break;
  }
  return render_text(report, colours);
}

RenderSet render_set(Format format) {
  switch (format) {
    case Format::kHtml:
      return render_html;
    case Format::kJunit:
      return render_junit;
    case Format::kSarif:
      return render_sarif;
    case Format::kGithub:
      return render_github;
    default:
      break;
  }
  return nullptr;
}

PlacedReport placed(Report report, const Config& config, const std::string& target) {
  PlacedReport result;
  result.report = std::move(report);
  if (const TargetConfig* known = entry_in(config, target)) {
    result.file = shown_path(config.file);
    result.line = known->mark.line;
  }
  return result;
}

PlacedReport placed(Report report, const Config& config, const Reference& reference) {
  if (reference.type != Reference::Type::kFile) return placed(std::move(report), config, reference.target);
  PlacedReport result;
  result.report = std::move(report);
  result.file = shown_path(reference.path);
  return result;
}

bool wants_sql(const Arguments& arguments) {
  return arguments.format == Format::kSql || !arguments.artefact_directory.empty() ||
         std::any_of(arguments.artefacts.begin(), arguments.artefacts.end(),
                     [](const Artefact& artefact) { return artefact.format == Format::kSql; });
}

void put_report(const PlacedReport& report, const std::string& sql, const Arguments& arguments) {
  std::vector<Artefact> artefacts = arguments.artefacts;
  if (!arguments.artefact_directory.empty()) {
    for (Artefact& artefact : artefacts_in(arguments.artefact_directory))
      artefacts.push_back(std::move(artefact));
  }
  for (const Artefact& artefact : artefacts)
    write_file(artefact.path, render_one(report, sql, artefact.format, false));
  print(render_one(report, sql, arguments.format, colours_wanted()));
}

ExitCode exit_code_of(Severity worst, ExitCodeMode mode) {
  if (mode == ExitCodeMode::kNever) return ExitCode::kNone;
  if (mode == ExitCodeMode::kAny) return worst == Severity::kNone ? ExitCode::kNone : ExitCode::kMajor;
  if (worst == Severity::kCritical) return ExitCode::kCritical;
  return worst == Severity::kMajor ? ExitCode::kMajor : ExitCode::kNone;
}

ExitCode exit_code_of(const Report& report, const Arguments& arguments) {
  return exit_code_of(worst(report.findings), arguments.exit_code);
}

}  // namespace schema_audit
