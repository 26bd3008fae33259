// Reports in formats of other programs. Each takes any names and statements and makes them inert for its
// readers.
#pragma once

#include <string>

#include "collector/report/report_set.hpp"

namespace schema_audit {

// What every one of these formats is: one whole document.
using RenderSet = std::string (*)(const ReportSet&);

// One page without scripts and without anything from elsewhere; well-formed as XML, too.
std::string render_html(const ReportSet& set);

// A test suite for each report: a finding is a test, which fails when it is major or critical.
std::string render_junit(const ReportSet& set);

// SARIF 2.1.0 (OASIS): a run for each report.
std::string render_sarif(const ReportSet& set);

// Workflow commands of GitHub Actions, one a line: errors, warnings and notices.
std::string render_github(const ReportSet& set);

}  // namespace schema_audit
