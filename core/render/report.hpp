// What a diff or a drift found, ready to be written in any format.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/snapshot.hpp"
#include "core/severity/finding.hpp"
#include "core/severity/ignore.hpp"

namespace schema_audit {

struct Report {
  std::string type;    // "diff", "drift" or "changes"
  std::string before;  // what the sides are called: "staging", "production@41"
  std::string after;
  std::vector<Finding> findings;  // worst first
  std::vector<IgnoredFindings> ignored;
  std::vector<Skipped> skipped;  // not looked at, on either side
};

struct Counts {
  std::int64_t critical = 0, major = 0, minor = 0, none = 0;
};

Counts count(const std::vector<Finding>& findings);

// "2 critical, 1 major, 3 minor"; "no changes" when there are none.
std::string to_text(const Counts& counts);

// For people. Ends with a line feed. Every name and statement is made inert for a terminal.
std::string render_text(const Report& report);

// For a pull request or a ticket.
std::string render_markdown(const Report& report);

// One versioned document, {"format": "schema_audit/report", "version": 1, ...}, in one line unless indented.
std::string render_json(const Report& report, bool indented);

}  // namespace schema_audit
