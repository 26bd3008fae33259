#include "collector/cli/compare_sides.hpp"

namespace schema_audit {

ExitCode run_diff(const Context& context) {
  const std::vector<std::string>& names = context.arguments.names;
  return compare_sides(context, "diff", parse_reference(names.at(0)), parse_reference(names.at(1)),
                       Remedy::kRepeat);
}

}  // namespace schema_audit
