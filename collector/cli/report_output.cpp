#include "collector/cli/report_output.hpp"

#include "collector/cli/context.hpp"

namespace schema_audit {

std::string render(const Report& report, Format format) {
  switch (format) {
    case Format::kJson:
      return render_json(report, true);
    case Format::kMarkdown:
      return render_markdown(report);
    default:
      break;
  }
  return render_text(report);
}

void put_report(const Report& report, const Arguments& arguments) {
  for (const Artefact& artefact : arguments.artefacts)
    write_file(artefact.path, render(report, artefact.format));
  print(render(report, arguments.format));
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
