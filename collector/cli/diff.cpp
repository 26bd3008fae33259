#include "collector/cli/context.hpp"
#include "collector/cli/report_output.hpp"
#include "collector/run/resolve_side.hpp"

namespace schema_audit {

ExitCode run_diff(const Context& context) {
  const std::unique_ptr<Store> store = context.existing_store();
  const std::vector<std::string>& names = context.arguments.names;
  auto [before, after] = resolve_sides(parse_reference(names.at(0)), parse_reference(names.at(1)),
                                       context.config, store.get(), context.clock);
  const Report report = compare("diff", std::move(before), std::move(after), context.config.rules());
  put_report(report, context.arguments);
  return exit_code_of(report, context.arguments);
}

}  // namespace schema_audit
