// A report as the store keeps it.
#pragma once

#include <string>

#include "collector/store/report_row.hpp"
#include "collector/store/snapshot_row.hpp"
#include "core/render/report.hpp"

namespace schema_audit {

// reference: name of the target that a drift is from; empty for changes.
ReportRow report_row(const Report& report, const std::string& reference, const SnapshotRow& snapshot);

}  // namespace schema_audit
