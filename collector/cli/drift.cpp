#include "collector/cli/context.hpp"
#include "collector/cli/report_output.hpp"
#include "collector/error.hpp"
#include "collector/run/remedy.hpp"
#include "collector/run/resolve_side.hpp"

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
  const std::unique_ptr<Store> store = context.existing_store();
  const std::vector<std::string>& names = context.arguments.names;
  const Reference target = parse_reference(names.back());
  const Reference reference =
      parse_reference(names.size() == 2 ? names.front() : reference_of(context, target));
  const FindingRules rules = context.config.rules();
  std::string sql;
  if (wants_sql(context.arguments)) {
    // A plan needs all objects, also those that are equal.
    sql = remedy_sql(resolve_side(reference, context.config, store.get(), context.clock),
                     resolve_side(target, context.config, store.get(), context.clock), Remedy::kUndo, rules);
  }
  auto [before, after] = resolve_sides(reference, target, context.config, store.get(), context.clock);
  const PlacedReport result =
      placed(compare("drift", std::move(before), std::move(after), rules), context.config, target);
  put_report(result, sql, context.arguments);
  return exit_code_of(result.report, context.arguments);
}

}  // namespace schema_audit
