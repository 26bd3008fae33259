#include "collector/run/drift_digest.hpp"

#include <algorithm>
#include <vector>

#include "core/canonical/hash.hpp"

namespace schema_audit {

std::string drift_digest(const Report& report) {
  if (report.findings.empty()) return "";
  std::vector<std::string> parts;
  for (const Finding& finding : report.findings) {
    const auto value = [](const std::optional<Value>& v) { return v ? "=" + to_text(*v) : std::string("-"); };
    const Change& change = finding.change;
    std::string part;
    for (const std::string& field :
         {finding.code, change.object.kind, to_text(change.object), value(change.from), value(change.to)}) {
      part += std::to_string(field.size()) + ':' + field;
    }
    parts.push_back(std::move(part));
  }
  std::sort(parts.begin(), parts.end());
  std::string all;
  for (const std::string& part : parts) all += std::to_string(part.size()) + ':' + part;
  return to_hex(sha256(all));
}

}  // namespace schema_audit
