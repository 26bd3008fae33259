// From decisions to statements in order.
#pragma once

#include <string>
#include <vector>

#include "core/plan/decisions.hpp"
#include "core/plan/nodes.hpp"
#include "core/plan/order.hpp"
#include "core/plan/plan.hpp"

namespace schema_audit {

class Builder {
 public:
  Builder(const Model& before, const Model& after, const Decisions& decisions, const PlanOptions& options)
      : before_(before), after_(after), decisions_(decisions), options_(options) {}

  Plan build();

 private:
  void find_self_reading();
  bool break_cycle(const Nodes& nodes, const std::vector<int>& cycle);
  Plan plan_of(Nodes& nodes, const Order& sorted);

  const Model& before_;
  const Model& after_;
  const Decisions& decisions_;
  const PlanOptions& options_;
  Pieces pieces_;
  std::vector<std::string> notes_;
};

}  // namespace schema_audit
