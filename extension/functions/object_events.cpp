#include "extension/functions/object_events.hpp"

#include <set>

#include "extension/backend/spi.hpp"
#include "extension/store/event_reader.hpp"

namespace schema_audit {

namespace {

std::vector<std::string> address_of(const Object& root) {
  if (root.schema.empty()) return {root.name};
  return {root.schema, root.name};
}

using EventKey = std::tuple<std::string, std::uint64_t, std::int32_t>;

}  // namespace

std::vector<Event> events_of_object(const Object& root) {
  const SpiConnection spi;
  std::vector<Event> events = events_of_address(address_of(root), root.hint.oid);
  std::set<EventKey> seen;
  for (const Event& event : events) seen.insert({event.incarnation, event.xid, event.number});
  // Indexes and constraints have rows of their own, which the address of the table does not reach.
  for (const Object& child : root.children) {
    if (child.hint.number != 0 || !child.hint.known()) continue;
    for (Event& event : events_of_address({root.schema, child.name}, child.hint.oid)) {
      if (seen.insert({event.incarnation, event.xid, event.number}).second) events.push_back(std::move(event));
    }
  }
  std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.at < b.at; });
  return events;
}

}  // namespace schema_audit
