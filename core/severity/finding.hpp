// A change with its code, its severity, a sentence for people, an advice, and the events that explain it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/diff/change.hpp"
#include "core/model/event.hpp"
#include "core/model/severity.hpp"

namespace schema_audit {

struct Finding {
  Change change;
  std::string code;  // stable: "column.dropped", "column.type.changed"; every code is in docs/findings.md
  Severity severity = Severity::kMinor;
  std::optional<Severity> usual;  // what the tables say, where the configuration says something else
  std::string object;             // "column public.orders.total"
  std::string sentence;           // "column public.orders.total was dropped"
  std::string advice;
  std::string note;     // what else may be behind it: a possible rename; mostly empty
  std::string follows;  // the object whose finding this one only follows from; mostly empty

  std::vector<Event> events;  // oldest first; the last one made it what it is
  std::string unexplained;    // why there are no events; empty when there are
  std::string elsewhere;      // between two databases: what the one knows of it where it did not happen
};

// "column public.orders.total": the label of its kind (or variant) and its address.
std::string describe(const Object& object, const Identity& identity);

// Grades one change by the tables of its kind. A kind or attribute that this version does not know (a
// snapshot of a later version) is graded major and says so, never dropped.
Finding grade(Change change);

// Grades all and sorts: worst first, then by address.
std::vector<Finding> grade(std::vector<Change> changes);

void sort_worst_first(std::vector<Finding>& findings);

// The worst of them; kNone when there are none.
Severity worst(const std::vector<Finding>& findings);

}  // namespace schema_audit
