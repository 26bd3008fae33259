#include "collector/cli/compare_sides.hpp"

#include <memory>
#include <string>
#include <utility>

#include "collector/cli/report_output.hpp"
#include "collector/run/resolve_side.hpp"

namespace schema_audit {

ExitCode compare_sides(const Context& context, const std::string& name, const Reference& before,
                       const Reference& after, Remedy direction) {
  const std::unique_ptr<Store> store = context.existing_store();
  const FindingRules rules = context.config.rules();
  // A plan needs all objects, also those that are equal; a report alone only what differs.
  const bool wants_plan = wants_sql(context.arguments);
  const auto resolve = [&](const Reference& reference) {
    return resolve_side(reference, context.config, store.get(), context.clock);
  };
  auto [from, to] = wants_plan ? std::pair{resolve(before), resolve(after)}
                               : resolve_sides(before, after, context.config, store.get(), context.clock);
  const std::string sql = wants_plan ? remedy_sql(from, to, direction, rules) : "";
  const PlacedReport result =
      placed(compare(name, std::move(from), std::move(to), rules), context.config, after);
  put_report(result, sql, context.arguments);
  return exit_code_of(result.report, context.arguments);
}

}  // namespace schema_audit
