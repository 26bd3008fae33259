// Reports on stdout and into files.
#pragma once

#include <vector>

#include "collector/cli/arguments.hpp"
#include "collector/exit_code.hpp"
#include "core/render/report.hpp"

namespace schema_audit {

std::string render(const Report& report, Format format);

// Writes the artefacts, then stdout.
void put_report(const Report& report, const Arguments& arguments);

// What findings whose worst is this exit with.
ExitCode exit_code_of(Severity worst, ExitCodeMode mode);
ExitCode exit_code_of(const Report& report, const Arguments& arguments);

}  // namespace schema_audit
