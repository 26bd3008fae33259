// Which objects come and go with another one, without a statement of their own.
#pragma once

#include "core/plan/decisions.hpp"
#include "core/plan/model.hpp"

namespace schema_audit {

bool is_view(const Unit& unit);

class Absorption {
 public:
  Absorption(const Model& before, const Model& after, const Decisions& decisions)
      : before_(before), after_(after), decisions_(decisions) {}

  // A part that goes with what it belongs to.
  bool goes_along(const Unit& unit) const;

  // A column that the statement for the parent adds to its partitions, too, or takes from them.
  bool covered(const Unit& unit, bool created) const;

  // Whether a child keeps a column that it has from this one.
  bool kept_by_child(const Unit& column) const;

 private:
  const Model& before_;
  const Model& after_;
  const Decisions& decisions_;
};

}  // namespace schema_audit
