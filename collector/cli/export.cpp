#include "collector/cli/context.hpp"
#include "collector/cli/snapshot_document.hpp"
#include "collector/error.hpp"
#include "collector/run/reference.hpp"
#include "collector/run/reports_document.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

std::string reports_document(Store& store, const std::string& name) {
  const auto target = store.find_target(name);
  if (!target) {
    throw CollectorError(ExitCode::kUsage, "the store has no target \"" + printable(name) +
                                               "\": export --reports takes the name of one");
  }
  return reports_to_json(*target, reports_of(store, target->id));
}

}  // namespace

ExitCode run_export(const Context& context) {
  const std::vector<std::string>& names = context.arguments.names;
  const std::unique_ptr<Store> store = context.required_store();
  const std::string document = context.arguments.reports
                                   ? reports_document(*store, names.front())
                                   : snapshot_document(*store, parse_reference(names.front()));
  if (names.size() > 1) {
    write_file(names[1], document);
  } else {
    print(document);
  }
  return ExitCode::kNone;
}

}  // namespace schema_audit
