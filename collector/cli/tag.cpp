#include "collector/cli/context.hpp"
#include "collector/error.hpp"
#include "collector/run/reference.hpp"
#include "collector/store/run_lock.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

ExitCode run_tag(const Context& context) {
  const std::vector<std::string>& names = context.arguments.names;
  const Reference reference = parse_reference(names.front());
  const std::string label = names.size() > 1 ? names[1] : "";
  context.required_store();
  const RunLock lock(context.config.store);
  const std::unique_ptr<Store> store = context.writable_store();
  const TargetRow target = required_target(*store, reference.target);
  const SnapshotRow row = required_snapshot(*store, target, reference);
  store->set_label(target.id, row.id, label);
  print(printable(target.name) + "@" + std::to_string(row.id) +
        (label.empty() ? ": no label" : ": " + printable(label)) + "\n");
  return ExitCode::kNone;
}

}  // namespace schema_audit
