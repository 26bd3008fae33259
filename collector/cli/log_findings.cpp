#include "collector/cli/log_findings.hpp"

#include <nlohmann/json.hpp>

#include "core/render/printable.hpp"

namespace schema_audit {

std::string log_findings_text(const std::vector<LogFinding>& findings) {
  std::string out;
  for (const LogFinding& finding : findings) {
    if (!out.empty()) out += "\n";
    out += std::string(to_text(finding.severity)) + "  " + printable(finding.sentence) + "  [" +
           finding.code + "]\n    advice: " + finding.advice + "\n";
  }
  return out;
}

nlohmann::ordered_json log_findings_json(const std::vector<LogFinding>& findings) {
  auto list = nlohmann::ordered_json::array();
  for (const LogFinding& finding : findings) {
    list.push_back({{"code", finding.code},
                    {"severity", to_text(finding.severity)},
                    {"sentence", finding.sentence},
                    {"advice", finding.advice}});
  }
  return list;
}

}  // namespace schema_audit
