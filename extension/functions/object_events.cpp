#include "extension/functions/object_events.hpp"

#include <map>

#include "core/kinds/registry.hpp"
#include "extension/backend/spi.hpp"
#include "extension/store/event_reader.hpp"

namespace schema_audit {

namespace {

LogAddress address_of(const Object& root) {
  LogAddress address{root.schema, root.name, to_text(identity_of(root)), {}, {}};
  if (root.hint.known()) address.oids.push_back(root.hint.oid);
  for (const Object& child : root.children) {
    // A unique constraint has an index of its name.
    if (child.kind == "index" || child.kind == "constraint") address.indexes.push_back(child.name);
    // The hint of a column is its table's.
    if (child.hint.number == 0 && child.hint.known()) address.oids.push_back(child.hint.oid);
  }
  return address;
}

// A table, a type and a routine may share an address, and so do the overloads of a routine.
class Relevance {
 public:
  explicit Relevance(const Object& root)
      : root_(root), kind_(find_kind(root.kind)), identity_(without_spaces(to_text(identity_of(root)))) {}

  bool operator()(const Event& event) const {
    if (kind_ == nullptr || event.class_oid == 0) return true;
    const bool of_routine = event.class_oid == static_cast<std::uint32_t>(Catalog::kProcedure);
    if (of_routine != (kind_->catalog == Catalog::kProcedure)) return false;
    if (!of_routine) return root_.schema.empty() ? is_root(event) : true;
    return is_root(event) || without_spaces(event.identity) == identity_;
  }

  // Whether the event touched the root object itself.
  bool is_root(const Event& event) const {
    if (event.sub_id != 0 || event.class_oid != static_cast<std::uint32_t>(kind_->catalog)) return false;
    return event.object_oid == root_.hint.oid || event.identity == identity_;
  }

 private:
  // The log writes f(integer,pg_catalog.text) where the model has f(integer, text).
  static std::string without_spaces(std::string_view text) {
    constexpr std::string_view kSystem = "pg_catalog.";
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text.substr(i).starts_with(kSystem)) {
        i += kSystem.size() - 1;
      } else if (text[i] != ' ' || i == 0 || text[i - 1] != ',') {
        out += text[i];
      }
    }
    return out;
  }

  const Object& root_;
  const Kind* kind_;
  std::string identity_;
};

// What one statement did to one object, in as few rows as say it all: that it made the object; else its
// sub-commands if it has any; else that it touched the object as a whole; else the parts it touched.
std::vector<const Event*> essence(const std::vector<const Event*>& rows, const Relevance& relevance) {
  const auto makes_it = [&](const Event* event) {
    return event->command_tag.starts_with("CREATE") && event->role == "target" && relevance.is_root(*event);
  };
  const auto birth = std::find_if(rows.begin(), rows.end(), makes_it);
  if (birth != rows.end()) return {*birth};
  const auto is_subcommand = [](const Event* event) { return !event->subcommand.empty(); };
  const bool subcommands = std::any_of(rows.begin(), rows.end(), is_subcommand);
  std::vector<const Event*> kept;
  for (const Event* event : rows) {
    if (subcommands && !is_subcommand(event) && event->role != "dropped") continue;
    const auto same = [&](const Event* other) {
      return other->identity == event->identity &&
             (other->subcommand == event->subcommand || !is_subcommand(event));
    };
    const auto& others = subcommands && !is_subcommand(event) ? rows : kept;
    if (std::any_of(others.begin(), others.end(), [&](const Event* o) { return o != event && same(o); }))
      continue;
    if (!subcommands && relevance.is_root(*event)) return {event};
    kept.push_back(event);
  }
  return kept;
}

}  // namespace

std::vector<Event> events_of_object(const Object& root) {
  const SpiConnection spi;
  std::vector<Event> events = events_of_address(address_of(root));
  const Relevance relevant(root);
  std::erase_if(events, [&](const Event& event) { return !relevant(event); });
  return events;
}

std::vector<Event> condense(const Object& root, const std::vector<Event>& events) {
  using StatementKey = std::tuple<std::string_view, std::uint64_t, std::int32_t>;
  std::map<StatementKey, std::vector<const Event*>> statements;
  std::vector<StatementKey> order;
  for (const Event& event : events) {
    const StatementKey key{event.incarnation, event.xid, event.statement_number};
    auto& rows = statements[key];
    if (rows.empty()) order.push_back(key);
    rows.push_back(&event);
  }
  const Relevance relevance(root);
  std::vector<Event> condensed;
  for (const StatementKey& key : order) {
    for (const Event* event : essence(statements[key], relevance)) condensed.push_back(*event);
  }
  return condensed;
}

}  // namespace schema_audit
