// What check found, in its forms.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collector/cli/outbox_health.hpp"
#include "collector/clock.hpp"
#include "collector/config/config.hpp"
#include "collector/exit_code.hpp"
#include "collector/run/health.hpp"
#include "collector/run/store_health.hpp"

namespace schema_audit {

struct CheckReport {
  std::vector<TargetHealth> targets;
  std::optional<StoreHealth> store;    // nothing: nothing was ever collected
  std::optional<OutboxHealth> outbox;  // likewise
  std::string no_store;                // why it cannot be read; empty: it can, or there is none
};

// The worst of it: 74 for the store, 3 for a target that cannot be reached, 2 and 1 for what was found.
ExitCode code_of(const CheckReport& report);

std::string check_text(const CheckReport& report, UnixMicros now);
std::string check_json(const CheckReport& report);
// One line: the state, the worst of what was found, and figures behind a bar.
std::string check_nagios(const CheckReport& report, const CheckConfig& limits, UnixMicros now);
std::string check_prometheus(const CheckReport& report);

// What a plugin of Nagios says when it cannot look at all.
std::string nagios_failure(ExitCode code, const std::string& why);
// 0 to 3; a store that cannot be read is critical.
int nagios_status(ExitCode code);

}  // namespace schema_audit
