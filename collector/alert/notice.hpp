// What an alert says, read back from its payload: every channel words it in its own way.
//
// Plain values. Texts are printable: no control characters, nothing unseen, valid UTF-8; still nothing in
// them may be taken for markup.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/model/severity.hpp"

namespace schema_audit {

struct NoticeFinding {
  Severity severity = Severity::kNone;
  std::string code;
  std::string sentence;
  std::string advice;
  std::string by;         // "anna, 2026-11-21T10:00:00Z, psql, 10.0.0.7", or "somebody unknown (" and why ")"
  std::string statement;  // empty when unknown
};

struct Notice {
  std::string id;
  std::string type;  // "schema.changed", "schema.drifted", ...
  std::string at;
  std::string target;
  std::string environment;
  Severity severity = Severity::kNone;
  std::size_t critical = 0;
  std::size_t major = 0;
  std::size_t minor = 0;
  std::vector<NoticeFinding> findings;  // worst first
  std::size_t not_shown = 0;            // further findings that the payload only counts
  bool changed = false;                 // it tells of changes, perhaps beside drift

  // The drift that it tells of; empty without.
  std::string drift_state;  // "detected", "changed", "escalated", "reminder", "resolved"
  std::string reference;    // from which it drifted
  std::string since;        // when it was told first
  std::string incident;     // the same for as long as the drift stays
  Severity drift_severity = Severity::kNone;
  std::optional<Severity> drift_was;  // as it was told last

  std::string command;  // that shows all of it
  std::string link;     // where its reader goes on; empty: nowhere. Needs no escaping anywhere: see is_link()

  bool resolved() const { return drift_state == "resolved"; }

  // "CRITICAL production/shop: 2 critical, 1 major". One line.
  std::string headline() const;

 private:
  std::string drift_text() const;
};

// Throws CollectorError (bad data) when the payload is not one of ours.
Notice parse_notice(const std::string& id, const std::string& payload);

}  // namespace schema_audit
