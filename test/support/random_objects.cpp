#include "test/support/random_objects.hpp"

#include <limits>
#include <set>

#include "test/support/hostile.hpp"

namespace schema_audit::test {

std::string RandomObjects::text() {
  static const std::vector<std::string> kHostile = hostile_names();
  switch (below(4)) {
    case 0:
      return kHostile[below(kHostile.size())];
    case 1: {
      std::string bytes(below(20), ' ');
      // PostgreSQL has no text with a zero byte.
      for (char& c : bytes) c = static_cast<char>(1 + below(255));
      return bytes;
    }
    case 2:
      return std::string(below(300), 'x');
    default:
      return "name" + std::to_string(below(50));
  }
}

Value RandomObjects::value() {
  switch (below(5)) {
    case 0:
      return true;
    case 1: {
      constexpr auto kMin = std::numeric_limits<std::int64_t>::min();
      constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
      constexpr std::int64_t kEdges[] = {0, 1, -1, 63, 64, -64, -65, kMin, kMax};
      return chance(2) ? kEdges[below(std::size(kEdges))] : static_cast<std::int64_t>(random_()) - 0x7fffffff;
    }
    case 2:
      return text();
    case 3: {
      TextList list;
      for (std::size_t n = below(5); n > 0; --n) list.push_back(text());
      return list;
    }
    default: {
      TextMap map;
      for (std::size_t n = below(5); n > 0; --n) map[text()] = text();
      return map;
    }
  }
}

Object RandomObjects::bare(bool is_part) {
  constexpr const char* kRoots[] = {"table", "view", "routine", "enum"};
  constexpr const char* kParts[] = {"column", "constraint", "index", "trigger"};
  Object object;
  object.kind = is_part ? kParts[below(4)] : kRoots[below(4)];
  object.name = text();
  if (object.kind == "routine") object.arguments = text();
  for (std::size_t n = below(6); n > 0; --n) object.attributes.set(text(), value());
  if (!chance(5))
    object.hint = {static_cast<std::uint32_t>(random_()), static_cast<std::int32_t>(below(1600))};
  return object;
}

Object RandomObjects::object() {
  Object root = bare(false);
  root.schema = text();
  std::set<std::pair<std::string, std::string>> taken;
  for (std::size_t n = below(6); n > 0; --n) {
    Object child = bare(true);
    child.schema = root.schema;
    if (taken.emplace(child.kind, child.name).second) root.children.push_back(std::move(child));
  }
  sort_children(root);
  return root;
}

}  // namespace schema_audit::test
