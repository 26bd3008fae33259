// What the collector finds out about a log itself: that it is not what it was.
#pragma once

#include <string>
#include <vector>

#include "collector/store/seal_row.hpp"
#include "core/model/severity.hpp"

namespace schema_audit {

// Stable codes:
//   log.rewritten   critical  a row, a transaction or a block is not what it was, is missing or is surplus
//   log.vanished    critical  the log that was there is gone
//   log.forked      major     the log goes on in a new incarnation: recovery to a point in time, failover
//   log.unreadable  major     the log was read before and may not be read now
struct LogFinding {
  std::string code;
  Severity severity = Severity::kCritical;
  std::string sentence;
  std::string advice;
  std::string digest;  // the same for the same news

  // Stands until somebody accepts it; the others are told once.
  bool stands() const { return severity == Severity::kCritical; }
};

// facts: what tells this piece of news from others of its code.
LogFinding rewritten(std::string sentence, const std::vector<std::string>& facts);
LogFinding vanished(std::string sentence, const std::vector<std::string>& facts);
LogFinding forked(std::string sentence, const std::vector<std::string>& facts);
LogFinding unreadable(std::string sentence, const std::vector<std::string>& facts);

// For a store; what does not stand is accepted from the beginning.
LogFindingRow to_row(const LogFinding& finding, const Timestamp& now);
LogFinding to_finding(const LogFindingRow& row);

Severity worst(const std::vector<LogFinding>& findings);

}  // namespace schema_audit
