// Changes that no event touched: the statement that brought them about touched something else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/diff/change.hpp"
#include "core/model/event.hpp"

namespace schema_audit {

// What one log says of names and owners, ready to be asked about many changes. Keeps a reference to the
// events.
class Consequences {
 public:
  explicit Consequences(const std::vector<Event>& events);

  // The positions of the events that the change follows from, in their order: it bears the new name of
  // something that was renamed (or moved to another schema), or is a sequence that got the owner or the
  // schema of the table that owns it.
  std::vector<std::size_t> of(const Change& change) const;

  // Those that touched the column or constraint of that name of a table that the change's inherits from, or
  // did at some time, or is a partition of: what they did reached its own.
  std::vector<std::size_t> of_parents(const Change& change) const;

  // Those by which it lost the name of something that was dropped.
  std::vector<std::size_t> of_drops(const Change& change) const;

 private:
  using Row = std::pair<std::uint32_t, std::uint32_t>;  // catalog, OID

  void note_kin(const Event& event);
  std::set<std::string> ancestors(const Change& change) const;
  bool is_of_relation(const Event& column, const Change& change, const std::set<std::string>& named) const;
  bool names(const Event& event, const std::set<std::string>& texts, const Change& change,
             const std::set<std::string>& named) const;
  bool owns(const Event& event, const Change& change) const;
  bool came_later(std::size_t rename, const std::set<std::string>& moved) const;

  const std::vector<Event>& events_;
  std::vector<std::size_t> renames_;  // positions, as all of these
  std::vector<std::size_t> drops_;
  std::vector<std::size_t> owners_;
  std::map<Row, std::set<std::string>> names_;       // that a row ever bore
  std::multimap<std::string, std::string> parents_;  // of tables, by name, as statements have them
};

}  // namespace schema_audit
