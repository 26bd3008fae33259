// Reports on stdout and into files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collector/cli/arguments.hpp"
#include "collector/config/config.hpp"
#include "collector/exit_code.hpp"
#include "collector/report/formats.hpp"
#include "collector/run/reference.hpp"
#include "core/render/report.hpp"

namespace schema_audit {

// One report as text, JSON or Markdown.
std::string render(const Report& report, Format format, bool colours = false);

// How a format shows several reports as one document; nullptr: it shows them one by one.
RenderSet render_set(Format format);

// Where the configuration names a target, or a snapshot document that the reference is.
PlacedReport placed(Report report, const Config& config, const Reference& reference);
PlacedReport placed(Report report, const Config& config, const std::string& target);

// Whether stdout or a file is to get the report as SQL.
bool wants_sql(const Arguments& arguments);

// Writes the artefacts, then stdout. sql is what the format of that name shows.
void put_report(const PlacedReport& report, const std::string& sql, const Arguments& arguments);

// What findings whose worst is this exit with.
ExitCode exit_code_of(Severity worst, ExitCodeMode mode);
ExitCode exit_code_of(const Report& report, const Arguments& arguments);

}  // namespace schema_audit
