// From decisions to statements in order.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/plan/decisions.hpp"
#include "core/plan/order.hpp"
#include "core/plan/plan.hpp"

namespace schema_audit {

class Builder {
 public:
  Builder(const Model& before, const Model& after, const Decisions& decisions, const PlanOptions& options);

  Plan build();

 private:
  // What a node does to its item.
  enum class Role { kRename, kDrop, kAlter, kCreate };

  static constexpr int kNone = -1;

  void reset();
  void make_nodes();
  int add_node(Steps steps, Role role, const Unit& unit, bool on_before);
  void make_drop(std::size_t index);
  void make_create(std::size_t index);
  void link();
  void link_drop(std::size_t index);
  void link_alter(std::size_t index);
  void link_create(std::size_t index);
  void link_names();
  bool break_cycle(const std::vector<int>& cycle);
  void before(int first, int second, bool soft = false);

  bool kept_by_child(const Unit& column) const;
  bool drop_inherited_column(const Unit& unit, Steps& steps) const;
  bool separate(const Unit& unit) const;
  bool absorbed_drop(const Unit& unit) const;
  bool covered(const Unit& unit, bool created) const;
  TextMap given_privileges(const Unit& unit) const;
  int drop_node(UnitId before_unit) const;
  int create_node(UnitId after_unit) const;
  int alter_node(const Item& item) const;
  // The node after which the unit of the later side is as it should be.
  int ready_node(UnitId after_unit) const;
  int phase_of(const Unit& unit, Role role) const;

  const Model& before_;
  const Model& after_;
  const Decisions& decisions_;
  const PlanOptions& options_;
  std::set<UnitId> separate_;  // defaults that cannot stand in CREATE TABLE
  std::set<UnitId> stubs_;     // views of the later side that are created empty at first
  std::set<UnitId> emptied_;   // views of the earlier side that are emptied before they are dropped
  std::vector<Node> nodes_;
  std::vector<int> rename_, drop_, alter_, create_, stub_, emptied_node_;  // by item
  std::map<int, Steps> finally_;                                           // by node
  std::vector<std::string> notes_;
};

}  // namespace schema_audit
