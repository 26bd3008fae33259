// What a diff or a drift found, ready to be written in any format.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/snapshot.hpp"
#include "core/severity/finding.hpp"
#include "core/severity/ignore.hpp"
#include "core/severity/regrade.hpp"

namespace schema_audit {

struct Report {
  std::string type;    // "diff", "drift" or "changes"
  std::string before;  // what the sides are called: "staging", "production@41"
  std::string after;
  std::string before_environment;  // empty: not known
  std::string after_environment;
  std::vector<Finding> findings;  // worst first
  std::vector<IgnoredFindings> ignored;
  std::vector<RegradedFindings> regraded;
  std::vector<Skipped> skipped;  // not looked at, on either side
};

struct Counts {
  std::int64_t critical = 0, major = 0, minor = 0, none = 0;
};

Counts count(const std::vector<Finding>& findings);

// "2 critical, 1 major, 3 minor"; "no changes" when there are none.
std::string to_text(const Counts& counts);

// What the report says in one line: "production has drifted from staging: 2 critical". Not escaped for any
// output.
std::string headline(const Report& report);

// " on shop (production)": the target of an event, with its environment where that is another word; empty
// when there is only one. Not escaped for any output.
std::string where(const Report& report, const Event& event);

// When, where and by whom: "2026-11-21T10:32:08Z on production by bob as app_owner, psql, local socket". Not
// escaped for any output.
std::string event_line(const Report& report, const Event& event);

// For people. Ends with a line feed. Every name and statement is made inert for a terminal; the only escapes
// are those of the colours.
std::string render_text(const Report& report, bool colours = false);

// For a pull request or a ticket.
std::string render_markdown(const Report& report);

// One versioned document, {"format": "schema_audit/report", "version": 1, ...}, in one line unless indented.
std::string render_json(const Report& report, bool indented);

}  // namespace schema_audit
