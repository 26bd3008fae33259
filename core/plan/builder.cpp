#include "core/plan/builder.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "core/plan/kinds/routine_body.hpp"
#include "core/plan/links.hpp"
#include "core/plan/self_reading.hpp"

namespace schema_audit {

namespace {

constexpr int kMostAttempts = 200;

// All nodes, when no order satisfies them all.
void append_rest(const std::vector<Node>& nodes, std::vector<int>& sequence) {
  std::vector<bool> done(nodes.size(), false);
  for (const int node : sequence) done[static_cast<std::size_t>(node)] = true;
  std::vector<int> rest;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!done[i]) rest.push_back(static_cast<int>(i));
  }
  std::sort(rest.begin(), rest.end(), [&](int a, int b) {
    const Node& x = nodes[static_cast<std::size_t>(a)];
    const Node& y = nodes[static_cast<std::size_t>(b)];
    return std::tie(x.phase, x.key, a) < std::tie(y.phase, y.key, b);
  });
  sequence.insert(sequence.end(), rest.begin(), rest.end());
}

}  // namespace

Plan Builder::build() {
  find_self_reading();
  for (int attempt = 0;; ++attempt) {
    Nodes nodes(before_, after_, decisions_, options_, pieces_);
    link(nodes);
    Order sorted = order(nodes.all());
    if (!sorted.cycle.empty()) {
      if (attempt < kMostAttempts && break_cycle(nodes, sorted.cycle)) continue;
      // Said, and written in the best order there is.
      notes_.emplace_back(
          "some objects need each other in a way that no order of statements satisfies: check the plan");
      append_rest(nodes.all(), sorted.sequence);
    }
    return plan_of(nodes, sorted);
  }
}

// A view that was replaced by one that reads itself: it has to be there first.
void Builder::find_self_reading() {
  for (const Unit& unit : after_.units()) {
    if (unit.is_root() && reads_itself(*unit.root)) pieces_.stubs.insert(unit.id);
  }
}

Plan Builder::plan_of(Nodes& nodes, const Order& sorted) {
  Plan plan;
  Steps last;
  notes_.insert(notes_.end(), nodes.notes().begin(), nodes.notes().end());
  for (const int node : sorted.sequence) {
    Steps& steps = nodes.all()[static_cast<std::size_t>(node)].steps;
    std::move(steps.steps().begin(), steps.steps().end(), std::back_inserter(plan.steps));
    notes_.insert(notes_.end(), steps.notes().begin(), steps.notes().end());
    if (const auto it = nodes.finally().find(node); it != nodes.finally().end())
      last.append(std::move(it->second));
  }
  std::move(last.steps().begin(), last.steps().end(), std::back_inserter(plan.steps));
  notes_.insert(notes_.end(), decisions_.notes().begin(), decisions_.notes().end());
  std::sort(notes_.begin(), notes_.end());
  notes_.erase(std::unique(notes_.begin(), notes_.end()), notes_.end());
  plan.notes = std::move(notes_);
  return plan;
}

// Makes one more object come in two pieces. False when there is none left on the cycle.
bool Builder::break_cycle(const Nodes& nodes, const std::vector<int>& cycle) {
  const auto on_cycle = [&](int node) {
    return node != Nodes::kNone && std::find(cycle.begin(), cycle.end(), node) != cycle.end();
  };
  const std::vector<Item>& items = decisions_.items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = items[i];
    if (item.after == kNoUnit || !item.creates()) continue;
    const Unit& unit = after_.unit(item.after);
    if (unit.facet != Facet::kDefault || pieces_.separate.contains(unit.id) ||
        unit.attributes().find("generated"))
      continue;
    if (!on_cycle(nodes.create_node(item.after))) continue;
    for (const UnitId need : unit.needs) {
      const int other = nodes.ready_node(need);
      if (other != nodes.create_node(item.after) && on_cycle(other)) {
        pieces_.separate.insert(unit.id);
        return true;
      }
    }
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!on_cycle(nodes.create(i)) || nodes.stub(i) != Nodes::kNone) continue;
    const Unit& unit = after_.unit(items[i].after);
    if (unit.is_root() && unit.root->kind == "view" && pieces_.stubs.insert(unit.id).second) return true;
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if ((!on_cycle(nodes.drop(i)) && !on_cycle(nodes.alter(i))) || nodes.emptied(i) != Nodes::kNone) continue;
    const Unit& unit = before_.unit(items[i].before);
    const bool routine = unit.root->kind == "routine" && can_be_emptied(unit);
    if (unit.is_root() && (unit.root->kind == "view" || routine) && pieces_.emptied.insert(unit.id).second)
      return true;
  }
  // A generated column can be added when its table is there.
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = items[i];
    if (item.after == kNoUnit || !item.creates()) continue;
    const Unit& unit = after_.unit(item.after);
    if (unit.facet != Facet::kObject || unit.object->kind != "column" || !unit.attributes().find("generated"))
      continue;
    if (on_cycle(nodes.create_node(item.after)) && nodes.create(i) == Nodes::kNone &&
        !pieces_.separate.contains(unit.id)) {
      pieces_.separate.insert(unit.id);
      return true;
    }
  }
  return false;
}

}  // namespace schema_audit
