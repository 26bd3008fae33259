#include "collector/cli/context.hpp"
#include "collector/cli/snapshot_document.hpp"
#include "collector/error.hpp"
#include "collector/run/reference.hpp"

namespace schema_audit {

ExitCode run_export(const Context& context) {
  const std::vector<std::string>& names = context.arguments.names;
  const std::unique_ptr<Store> store = context.required_store();
  const std::string document = snapshot_document(*store, parse_reference(names.front()));
  if (names.size() > 1) {
    write_file(names[1], document);
  } else {
    print(document);
  }
  return ExitCode::kNone;
}

}  // namespace schema_audit
