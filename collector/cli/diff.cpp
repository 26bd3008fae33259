#include "collector/cli/context.hpp"
#include "collector/cli/report_output.hpp"
#include "collector/run/resolve_side.hpp"

namespace schema_audit {

ExitCode run_diff(const Context& context) {
  const std::unique_ptr<Store> store = context.existing_store();
  const auto side = [&](std::size_t i) {
    return resolve_side(parse_reference(context.arguments.names.at(i)), context.config, store.get(),
                        context.clock);
  };
  Side before = side(0);
  Side after = side(1);
  const Report report = compare("diff", std::move(before), std::move(after), context.config.rules());
  put_report(report, context.arguments);
  return exit_code_of(report, context.arguments);
}

}  // namespace schema_audit
