#include "collector/cli/compare_sides.hpp"
#include "collector/error.hpp"

namespace schema_audit {

namespace {

std::string reference_of(const Context& context, const Reference& target) {
  const TargetConfig& config = context.config.target(target.target);
  if (config.reference.empty()) {
    throw CollectorError(ExitCode::kUsage, "target " + config.name +
                                               " has no reference in the configuration: name it, as in"
                                               " schema-audit drift REFERENCE " +
                                               config.name);
  }
  return config.reference;
}

}  // namespace

ExitCode run_drift(const Context& context) {
  const std::vector<std::string>& names = context.arguments.names;
  const Reference target = parse_reference(names.back());
  const Reference reference =
      parse_reference(names.size() == 2 ? names.front() : reference_of(context, target));
  return compare_sides(context, "drift", reference, target, Remedy::kUndo);
}

}  // namespace schema_audit
