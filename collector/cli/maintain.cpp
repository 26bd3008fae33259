#include "collector/cli/context.hpp"
#include "collector/store/run_lock.hpp"
#include "collector/store/store_upkeep.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

ExitCode run_maintain(const Context& context) {
  context.required_store();
  const RunLock lock(context.config.store);
  const Upkeep upkeep = maintain_store(context.config.store);
  print(printable(context.config.store.string()) + ": " + std::to_string(upkeep.bytes_before) +
        " bytes before, " + std::to_string(upkeep.bytes_after) + " bytes now\n");
  return ExitCode::kNone;
}

}  // namespace schema_audit
