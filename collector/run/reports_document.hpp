// The history of a target's reports as one document, to be kept elsewhere or taken over by another store.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collector/store/report_row.hpp"
#include "collector/store/store.hpp"
#include "collector/store/target_row.hpp"

namespace schema_audit {

// All reports of a target, by time.
std::vector<ReportRow> reports_of(Store& store, TargetId target);

// {"format": "schema_audit/reports", "version": 1, "target", "environment", "reports": [...]}
std::string reports_to_json(const TargetRow& target, const std::vector<ReportRow>& reports);

// Whether a document says that it is one of these.
bool is_reports_document(std::string_view json);

// Throws CollectorError (bad data) for what is none, or holds something that is no report.
std::vector<ReportRow> reports_from_json(const std::string& json);

}  // namespace schema_audit
