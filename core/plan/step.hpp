// One statement of a plan, and what it costs.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/identity.hpp"
#include "core/plan/hazard.hpp"

namespace schema_audit {

// Table-level lock modes, by strength (docs: "Explicit Locking").
enum class Lock {
  kNone,
  kAccessShare,
  kRowShare,
  kRowExclusive,
  kShareUpdateExclusive,
  kShare,
  kShareRowExclusive,
  kAccessExclusive,
};

std::string_view to_text(Lock lock);

struct Step {
  std::string sql;  // one statement, with its semicolon
  Identity object;  // what it is about
  std::vector<Hazard> hazards;
  Lock lock = Lock::kNone;  // on the table or view that the object belongs to
  bool in_transaction = true;

  bool has(Hazard hazard) const;
};

// The statements that do one thing, in order.
class Steps {
 public:
  // text is a statement without its semicolon.
  Step& add(std::string text, std::initializer_list<Hazard> hazards = {}, Lock lock = Lock::kNone);

  // A statement that takes ACCESS EXCLUSIVE on a table or view, for an instant unless it scans or rewrites.
  Step& exclusive(std::string text, std::initializer_list<Hazard> hazards = {}) {
    return add(std::move(text), hazards, Lock::kAccessExclusive);
  }

  // Something that cannot be written as SQL: said beside the plan.
  void note(std::string text) { notes_.push_back(std::move(text)); }

  void append(Steps other);

  bool empty() const { return steps_.empty() && notes_.empty(); }
  std::vector<Step>& steps() { return steps_; }
  const std::vector<Step>& steps() const { return steps_; }
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  std::vector<Step> steps_;
  std::vector<std::string> notes_;
};

}  // namespace schema_audit
