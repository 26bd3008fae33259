// The statements of a plan as nodes of a graph, one for each thing that is done to an object.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/plan/absorption.hpp"
#include "core/plan/decisions.hpp"
#include "core/plan/order.hpp"
#include "core/plan/phase.hpp"
#include "core/plan/plan.hpp"

namespace schema_audit {

// What comes or goes in two pieces, because things need each other in a circle.
struct Pieces {
  std::set<UnitId> separate;  // defaults, and generated columns, that cannot stand in CREATE TABLE
  std::set<UnitId> stubs;     // views of the later side that are created empty at first
  std::set<UnitId> emptied;   // views and routines of the earlier side that are emptied at first
};

class Nodes {
 public:
  static constexpr int kNone = -1;

  Nodes(const Model& before, const Model& after, const Decisions& decisions, const PlanOptions& options,
        const Pieces& pieces);

  const Model& before() const { return before_; }
  const Model& after() const { return after_; }
  const Decisions& decisions() const { return decisions_; }
  std::size_t index_of(const Item& item) const {
    return static_cast<std::size_t>(&item - decisions_.items().data());
  }

  std::vector<Node>& all() { return nodes_; }
  // Statements that can only run when everything else is in place, by the node they belong to.
  std::map<int, Steps>& finally() { return finally_; }
  const std::vector<std::string>& notes() const { return notes_; }

  // The node that does it to the unit, or to what it comes and goes with; kNone when nothing does.
  int drop_node(UnitId before_unit) const;
  int create_node(UnitId after_unit) const;
  int alter_node(const Item& item) const { return alter_[index_of(item)]; }
  // The node after which the unit of the later side is as it should be.
  int ready_node(UnitId after_unit) const;

  // Of an item itself, kNone when there is none.
  int drop(std::size_t item) const { return drop_[item]; }
  int alter(std::size_t item) const { return alter_[item]; }
  int create(std::size_t item) const { return create_[item]; }
  int rename(std::size_t item) const { return rename_[item]; }
  int stub(std::size_t item) const { return stub_[item]; }
  int emptied(std::size_t item) const { return emptied_[item]; }

 private:
  int add(Steps steps, Role role, const Unit& unit, bool on_before);
  // nullptr when the kind has none; then a note says so.
  const KindPlan* room_of(const Unit& unit);
  void make_drop(std::size_t index);
  void make_create(std::size_t index);
  void make_emptied(std::size_t index, const Unit& unit);
  bool goes_with_owner(const Item& item, const Unit& sequence) const;
  void rename_away(std::size_t index, const Unit& unit, Steps& steps);
  bool drop_inherited_column(const Unit& unit, Steps& steps) const;
  bool leave_column(const Item& item, const Unit& unit, Steps& steps) const;
  const Item* joining(const Unit& new_column) const;
  bool stands_in_root(const Unit& unit) const;
  bool separate(const Unit& unit) const { return pieces_.separate.contains(unit.id); }

  const Model& before_;
  const Model& after_;
  const Decisions& decisions_;
  const PlanOptions& options_;
  const Pieces& pieces_;
  Absorption absorption_;
  std::vector<Node> nodes_;
  std::vector<int> rename_, drop_, alter_, create_, stub_, emptied_;  // by item
  std::map<int, Steps> finally_;
  std::vector<std::string> notes_;
};

}  // namespace schema_audit
