#include "core/plan/step.hpp"

#include <algorithm>
#include <iterator>

#include "core/plan/array_cast.hpp"

namespace schema_audit {

std::string_view to_text(Lock lock) {
  switch (lock) {
    case Lock::kNone:
      return "";
    case Lock::kAccessShare:
      return "ACCESS SHARE";
    case Lock::kRowShare:
      return "ROW SHARE";
    case Lock::kRowExclusive:
      return "ROW EXCLUSIVE";
    case Lock::kShareUpdateExclusive:
      return "SHARE UPDATE EXCLUSIVE";
    case Lock::kShare:
      return "SHARE";
    case Lock::kShareRowExclusive:
      return "SHARE ROW EXCLUSIVE";
    case Lock::kAccessExclusive:
      return "ACCESS EXCLUSIVE";
  }
  return "";
}

bool Step::has(Hazard hazard) const {
  return std::find(hazards.begin(), hazards.end(), hazard) != hazards.end();
}

Step& Steps::add(std::string text, std::initializer_list<Hazard> hazards, Lock lock) {
  Step step;
  step.sql = with_array_types(text) + ";";
  step.hazards = hazards;
  step.lock = lock;
  steps_.push_back(std::move(step));
  return steps_.back();
}

void Steps::append(Steps other) {
  std::move(other.steps_.begin(), other.steps_.end(), std::back_inserter(steps_));
  std::move(other.notes_.begin(), other.notes_.end(), std::back_inserter(notes_));
}

}  // namespace schema_audit
