#include "collector/cli/report_output.hpp"

#include "collector/cli/context.hpp"

namespace schema_audit {

std::string render(const Report& report, Format format) {
  switch (format) {
    case Format::kJson:
      return render_json(report, true);
    case Format::kMarkdown:
      return render_markdown(report);
    case Format::kText:
      break;
  }
  return render_text(report);
}

void put_report(const Report& report, const Arguments& arguments) {
  for (const Artefact& artefact : arguments.artefacts)
    write_file(artefact.path, render(report, artefact.format));
  print(render(report, arguments.format));
}

ExitCode exit_code_of(const Report& report) {
  switch (worst(report.findings)) {
    case Severity::kCritical:
      return ExitCode::kCritical;
    case Severity::kMajor:
      return ExitCode::kMajor;
    case Severity::kMinor:
    case Severity::kNone:
      break;
  }
  return ExitCode::kNone;
}

}  // namespace schema_audit
