#include "collector/run/outcome_line.hpp"

namespace schema_audit {

bool has_news(const TargetOutcome& outcome) {
  return outcome.first || outcome.drift || !outcome.log.empty() ||
         (outcome.changes && !outcome.changes->findings.empty());
}

std::string outcome_line(const TargetOutcome& outcome) {
  if (!outcome.skipped.empty()) return "skipped: " + outcome.skipped;
  if (!outcome.error.empty()) return "not collected: " + outcome.error;
  std::string text = "no changes";
  if (outcome.entry) {
    if (outcome.changes) text = to_text(count(outcome.changes->findings));
    return text + ", " + std::to_string(outcome.entry->databases) + " databases";
  }
  if (outcome.first) {
    text = "first snapshot, " + std::to_string(outcome.objects) + " objects";
  } else if (outcome.changes && !outcome.changes->findings.empty()) {
    text = to_text(count(outcome.changes->findings));
  }
  if (outcome.drift) {
    const auto& findings = outcome.drift->findings;
    text += findings.empty() ? ", no drift any more" : ", drift: " + to_text(count(findings));
  }
  if (!outcome.log.empty()) text += ", the log: " + outcome.log.front().sentence;
  return text + "; snapshot " + std::to_string(outcome.snapshot);
}

}  // namespace schema_audit
