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

// 0, 1 or 2 by the worst finding.
ExitCode exit_code_of(const Report& report);

}  // namespace schema_audit
