#include "collector/config/config_error.hpp"

#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

std::string locate(const std::string& file, SourceMark mark, const std::string& message) {
  std::string text = printable(file);
  if (mark.line > 0) text += ":" + std::to_string(mark.line);
  if (mark.line > 0 && mark.column > 0) text += ":" + std::to_string(mark.column);
  return text + ": " + printable(message);
}

}  // namespace

ConfigError::ConfigError(const std::string& file, SourceMark mark, const std::string& message)
    : CollectorError(ExitCode::kConfig, locate(file, mark, message)), mark_(mark) {}

}  // namespace schema_audit
