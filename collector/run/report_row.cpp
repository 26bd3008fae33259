#include "collector/run/report_row.hpp"

namespace schema_audit {

ReportRow report_row(const Report& report, const std::string& reference, const SnapshotRow& snapshot) {
  const Counts counts = count(report.findings);
  return {snapshot.taken_at, report.type,  reference,    snapshot.id,
          counts.critical,   counts.major, counts.minor, render_json(report, false)};
}

}  // namespace schema_audit
