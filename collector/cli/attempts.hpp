// schema-audit log --attempts: what failed, was refused, was rolled back, or happened without its record.
#pragma once

#include <optional>
#include <vector>

#include "collector/cli/context.hpp"

namespace schema_audit {

// --since as the store keeps time. Throws CollectorError (usage).
std::optional<Timestamp> since(const Arguments& arguments);

ExitCode print_attempts(const Context& context, Store& store, const std::vector<TargetRow>& targets);

}  // namespace schema_audit
