#include "collector/store/store_error.hpp"

#include "core/render/printable.hpp"

namespace schema_audit {

StoreError::StoreError(ExitCode exit_code, const std::string& path, const std::string& message)
    : CollectorError(exit_code, "store " + printable(path) + ": " + printable(message)) {}

}  // namespace schema_audit
