// What one run of the program found, for outputs that are one document.
#pragma once

#include <string>
#include <vector>

#include "core/render/report.hpp"

namespace schema_audit {

struct PlacedReport {
  Report report;
  // Where a reader of code finds what the report is about: the line of the configuration that names the
  // target, or a snapshot document. Empty: nowhere.
  std::string file;
  int line = 0;
};

struct UnreadTarget {
  std::string target;
  std::string reason;
};

struct ReportSet {
  std::vector<PlacedReport> reports;
  std::vector<UnreadTarget> unread;
};

}  // namespace schema_audit
