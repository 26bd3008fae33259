// Puts steps in an order in which each finds what it needs.
#pragma once

#include <string>
#include <vector>

#include "core/plan/step.hpp"

namespace schema_audit {

// A place in the order: the statements of one object that belong together.
struct Node {
  Steps steps;
  int phase = 0;                // of those that could come next, the lowest comes first,
  std::string key;              // then the first by key
  std::vector<int> after;       // nodes that must come before this one
  std::vector<int> soft_after;  // nodes that should, unless that is impossible
};

struct Order {
  std::vector<int> sequence;
  // What is left when no order exists: each of these waits for another one of them. Empty when sequence is
  // complete.
  std::vector<int> cycle;
};

// Deterministic. Soft edges that lie on a cycle are left out.
Order order(const std::vector<Node>& nodes);

}  // namespace schema_audit
