// Which objects that stay as they are a plan has to look at: what changes may have to be taken apart and put
// together around them, and everything else is as if it were not there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/model/object.hpp"
#include "core/plan/plan.hpp"
#include "core/store/snapshot_delta.hpp"

namespace schema_audit {

// The root objects that two snapshots of one database have alike, as far as their surroundings go: a fraction
// of their size. Not thread-safe.
class Surroundings {
 public:
  // key, body and hints of a version that holds in both snapshots. Throws EncodingError.
  void add(const VersionKey& key, std::string_view body, std::string_view hints);

  // Of what was added and not given yet, the objects around one that changes: those that need it or name it,
  // those that it needs or names and what these need in turn, and those whose name could be in the way of one
  // made up for it.
  std::vector<VersionKey> around(const Object& object);

  // What there are few of, and what is looked at without being named: schemas, extensions, default privileges
  // and the like.
  std::vector<VersionKey> always();

 private:
  struct Root {
    VersionKey key;
    std::vector<std::uint32_t> needs;  // OIDs
    std::vector<std::string> parents;  // what a table inherits from or is a partition of
    bool given = false;
  };
  using Places = std::vector<std::size_t>;

  void give(std::size_t root, std::vector<VersionKey>& keys);

  std::vector<Root> roots_;
  std::unordered_map<std::uint32_t, Places> by_oid_;   // its own and those of its parts
  std::unordered_map<std::uint32_t, Places> by_need_;  // by the OIDs that it needs
  std::unordered_map<std::string, Places> by_identity_;
  std::unordered_map<std::string, Places> by_name_;       // by the identities that it names
  std::unordered_map<std::string, Places> by_beginning_;  // of its identity
};

// The plan between two snapshots of one database, as make_plan() has it for all their objects. before, after:
// what only one of them has. read: the objects of keys that `same` gave.
Plan make_plan_around(const std::vector<Object>& before, const std::vector<Object>& after, Surroundings& same,
                      const std::function<std::vector<Object>(const std::vector<VersionKey>&)>& read,
                      const PlanOptions& options);

}  // namespace schema_audit
