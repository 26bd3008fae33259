#include "core/plan/order.hpp"

#include <algorithm>
#include <queue>
#include <tuple>

namespace schema_audit {

namespace {

// Among the nodes that wait, those that lie on a cycle: the first one found, walking back from the lowest.
std::vector<int> find_cycle(const std::vector<std::vector<int>>& after, const std::vector<bool>& done,
                            int start) {
  std::vector<int> path;
  std::vector<int> at(after.size(), -1);
  int node = start;
  while (at[static_cast<std::size_t>(node)] < 0) {
    at[static_cast<std::size_t>(node)] = static_cast<int>(path.size());
    path.push_back(node);
    for (const int before : after[static_cast<std::size_t>(node)]) {
      if (!done[static_cast<std::size_t>(before)]) {
        node = before;
        break;
      }
    }
  }
  path.erase(path.begin(), path.begin() + at[static_cast<std::size_t>(node)]);
  return path;
}

class Sorter {
 public:
  explicit Sorter(const std::vector<Node>& nodes) : nodes_(nodes), after_(nodes.size()) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      std::vector<int>& after = after_[i];
      after = nodes[i].after;
      after.insert(after.end(), nodes[i].soft_after.begin(), nodes[i].soft_after.end());
      std::sort(after.begin(), after.end());
      after.erase(std::unique(after.begin(), after.end()), after.end());
      std::erase(after, static_cast<int>(i));
    }
  }

  Order run() {
    std::vector<bool> done(nodes_.size(), false);
    std::vector<int> waiting(nodes_.size(), 0);
    std::vector<std::vector<int>> then(nodes_.size());
    using Entry = std::tuple<int, const std::string*, int>;
    const auto later = [](const Entry& a, const Entry& b) {
      return std::tie(std::get<0>(a), *std::get<1>(a), std::get<2>(a)) >
             std::tie(std::get<0>(b), *std::get<1>(b), std::get<2>(b));
    };
    std::priority_queue<Entry, std::vector<Entry>, decltype(later)> ready(later);
    const auto push = [&](int node) {
      const Node& n = nodes_[static_cast<std::size_t>(node)];
      ready.emplace(n.phase, &n.key, node);
    };
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      waiting[i] = static_cast<int>(after_[i].size());
      for (const int before : after_[i])
        then[static_cast<std::size_t>(before)].push_back(static_cast<int>(i));
      if (waiting[i] == 0) push(static_cast<int>(i));
    }
    Order order;
    while (order.sequence.size() < nodes_.size()) {
      while (!ready.empty()) {
        const int node = std::get<2>(ready.top());
        ready.pop();
        done[static_cast<std::size_t>(node)] = true;
        order.sequence.push_back(node);
        for (const int next : then[static_cast<std::size_t>(node)]) {
          if (--waiting[static_cast<std::size_t>(next)] == 0) push(next);
        }
      }
      if (order.sequence.size() == nodes_.size()) break;
      const std::vector<int> cycle = find_cycle(after_, done, lowest(done));
      const auto [node, before] = soft_edge(cycle);
      if (node < 0) {
        order.cycle = cycle;
        return order;
      }
      std::erase(after_[static_cast<std::size_t>(node)], before);
      std::erase(then[static_cast<std::size_t>(before)], node);
      if (--waiting[static_cast<std::size_t>(node)] == 0) push(node);
    }
    return order;
  }

 private:
  int lowest(const std::vector<bool>& done) const {
    int best = -1;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (done[i]) continue;
      if (best < 0 ||
          std::tie(nodes_[i].phase, nodes_[i].key) < std::tie(nodes_[static_cast<std::size_t>(best)].phase,
                                                              nodes_[static_cast<std::size_t>(best)].key)) {
        best = static_cast<int>(i);
      }
    }
    return best;
  }

  // An edge of the cycle that is only soft: a node and the one it waits for; -1 when there is none.
  std::pair<int, int> soft_edge(const std::vector<int>& cycle) const {
    for (std::size_t i = 0; i < cycle.size(); ++i) {
      const int node = cycle[i];
      const int before = cycle[(i + 1) % cycle.size()];
      const Node& n = nodes_[static_cast<std::size_t>(node)];
      if (std::find(n.after.begin(), n.after.end(), before) == n.after.end()) return {node, before};
    }
    return {-1, -1};
  }

  const std::vector<Node>& nodes_;
  std::vector<std::vector<int>> after_;
};

}  // namespace

Order order(const std::vector<Node>& nodes) { return Sorter(nodes).run(); }

}  // namespace schema_audit
