#include "collector/cli/context.hpp"
#include "collector/cli/report_output.hpp"
#include "collector/run/remedy.hpp"
#include "collector/run/resolve_side.hpp"

namespace schema_audit {

ExitCode run_diff(const Context& context) {
  const std::unique_ptr<Store> store = context.existing_store();
  const std::vector<std::string>& names = context.arguments.names;
  const Reference from = parse_reference(names.at(0));
  const Reference to = parse_reference(names.at(1));
  const FindingRules rules = context.config.rules();
  std::string sql;
  if (wants_sql(context.arguments)) {
    // A plan needs all objects, also those that are equal.
    sql = remedy_sql(resolve_side(from, context.config, store.get(), context.clock),
                     resolve_side(to, context.config, store.get(), context.clock), Remedy::kRepeat, rules);
  }
  auto [before, after] = resolve_sides(from, to, context.config, store.get(), context.clock);
  const PlacedReport result =
      placed(compare("diff", std::move(before), std::move(after), rules), context.config, to);
  put_report(result, sql, context.arguments);
  return exit_code_of(result.report, context.arguments);
}

}  // namespace schema_audit
