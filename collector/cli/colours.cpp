#include "collector/cli/colours.hpp"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace schema_audit {

bool colours_wanted() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string_view(value == nullptr ? "" : value);
  };
  return isatty(STDOUT_FILENO) != 0 && variable("NO_COLOR").empty() && !variable("TERM").empty() &&
         variable("TERM") != "dumb";
}

}  // namespace schema_audit
