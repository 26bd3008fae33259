// What was found about a log itself, for people and for programs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "collector/run/log_finding.hpp"

namespace schema_audit {

std::string log_findings_text(const std::vector<LogFinding>& findings);
nlohmann::ordered_json log_findings_json(const std::vector<LogFinding>& findings);

}  // namespace schema_audit
