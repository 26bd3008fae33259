#include <filesystem>

#include "collector/cli/context.hpp"
#include "collector/config/template.hpp"
#include "collector/error.hpp"

namespace schema_audit {

ExitCode run_init(const Arguments& arguments) {
  const std::string text(config_template());
  if (arguments.names.empty()) {
    print(text);
    return ExitCode::kNone;
  }
  const std::string& path = arguments.names.front();
  std::error_code error;
  if (!arguments.force && std::filesystem::exists(path, error)) {
    throw CollectorError(ExitCode::kCannotCreate, path + " exists: nothing was written; --force replaces it");
  }
  write_file(path, text);
  return ExitCode::kNone;
}

}  // namespace schema_audit
