#include "collector/store/store_restore.hpp"

#include "collector/cli/context.hpp"
#include "collector/store/run_lock.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

ExitCode run_restore(const Context& context) {
  const std::filesystem::path backup = context.arguments.names.front();
  const RunLock lock(context.config.store);
  const Restored restored =
      restore_store(context.config.store, backup, context.config.keep.backup_directory, context.clock());
  std::string out =
      printable(context.config.store.string()) + ": restored from " + printable(backup.string()) + "\n";
  if (!restored.kept.empty()) {
    out +=
        std::string(restored.damaged ? "the damaged store was moved to " : "the store before is kept as ") +
        printable(restored.kept.string()) + "\n";
  }
  print(out);
  return ExitCode::kNone;
}

}  // namespace schema_audit
