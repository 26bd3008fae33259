#include "collector/run/log_finding.hpp"

#include <algorithm>

#include "core/canonical/hash.hpp"

namespace schema_audit {

namespace {

constexpr const char* kAccept =
    " When it was you, or when you have found out: schema-audit check --accept-log TARGET.";

LogFinding make(const char* code, Severity severity, std::string sentence, std::string advice,
                const std::vector<std::string>& facts) {
  std::string bytes = code;
  for (const std::string& fact : facts) bytes += "\n" + std::to_string(fact.size()) + ":" + fact;
  return {code, severity, std::move(sentence), std::move(advice), to_hex(sha256(bytes))};
}

}  // namespace

LogFinding rewritten(std::string sentence, const std::vector<std::string>& facts) {
  return make(
      "log.rewritten", Severity::kCritical, std::move(sentence),
      std::string("Somebody with the rights of a superuser, or of the operating system, changed the log. "
                  "The store has the rows as they were: schema-audit log shows those.") +
          kAccept,
      facts);
}

LogFinding vanished(std::string sentence, const std::vector<std::string>& facts) {
  return make(
      "log.vanished", Severity::kCritical, std::move(sentence),
      std::string("What happened while it was gone is not recorded. The store has what was pulled before.") +
          kAccept,
      facts);
}

LogFinding forked(std::string sentence, const std::vector<std::string>& facts) {
  return make("log.forked", Severity::kMajor, std::move(sentence),
              "Expected after a failover or a recovery to a point in time; otherwise find out who did it.",
              facts);
}

LogFinding unreadable(std::string sentence, const std::vector<std::string>& facts) {
  return make("log.unreadable", Severity::kMajor, std::move(sentence),
              "The collector is blind to who did what until it may read the log again.", facts);
}

LogFindingRow to_row(const LogFinding& finding, const Timestamp& now) {
  LogFindingRow row{finding.digest,
                    finding.code,
                    std::string(to_text(finding.severity)),
                    finding.sentence,
                    finding.advice,
                    now,
                    std::nullopt,
                    ""};
  if (!finding.stands()) row.accepted_at = now;
  return row;
}

LogFinding to_finding(const LogFindingRow& row) {
  return {row.code, severity_from_text(row.severity).value_or(Severity::kCritical), row.sentence, row.advice,
          row.digest};
}

Severity worst(const std::vector<LogFinding>& findings) {
  Severity severity = Severity::kNone;
  for (const LogFinding& finding : findings) severity = std::max(severity, finding.severity);
  return severity;
}

}  // namespace schema_audit
