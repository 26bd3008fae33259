// Decides what happens to each object: kept, altered, dropped, created, or taken apart and put together
// again.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/plan/kind_plan.hpp"
#include "core/plan/model.hpp"

namespace schema_audit {

enum class Action { kKeep, kAlter, kReplace, kCreate, kDrop };

// A unit of one side, or the same unit of both.
struct Item {
  UnitId before = kNoUnit;
  UnitId after = kNoUnit;
  Action action = Action::kKeep;
  Steps steps;            // kAlter
  bool disturbs = false;  // kAlter: what needs it cannot stay
  // kReplace of a type that columns keep using: the old one is renamed, and dropped when nothing uses it.
  bool rebuild = false;
  bool retyped = false;  // of a column: its type was rebuilt

  bool drops() const { return action == Action::kDrop || action == Action::kReplace; }
  bool creates() const { return action == Action::kCreate || action == Action::kReplace; }
};

class Decisions {
 public:
  Decisions(const Model& before, const Model& after, bool online);

  const std::vector<Item>& items() const { return items_; }
  const Item& of_before(UnitId unit) const {
    return items_[static_cast<std::size_t>(by_before_[static_cast<std::size_t>(unit)])];
  }
  const Item& of_after(UnitId unit) const {
    return items_[static_cast<std::size_t>(by_after_[static_cast<std::size_t>(unit)])];
  }
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  Item& before_item(UnitId unit) {
    return items_[static_cast<std::size_t>(by_before_[static_cast<std::size_t>(unit)])];
  }
  Item& after_item(UnitId unit) {
    return items_[static_cast<std::size_t>(by_after_[static_cast<std::size_t>(unit)])];
  }
  void pair_units();
  void compare(Item& item);
  void compare_objects(Item& item, const Unit& before, const Unit& after);
  void spread();
  void replace(Item& item);
  void disturb(const Item& item, Item& dependent);
  void disturb_column(const Item& item, Item& column);
  bool let_go(const Item& dependent, const Item& item) const;
  void retype(Item& column);

  const Model& before_;
  const Model& after_;
  bool online_;
  std::vector<Item> items_;
  std::vector<int> by_before_;
  std::vector<int> by_after_;
  std::vector<int> pending_;
  std::vector<std::string> notes_;
};

}  // namespace schema_audit
