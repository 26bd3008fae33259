#include "collector/run/known_renames.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "core/kinds/registry.hpp"

namespace schema_audit {

namespace {

// The log writes "public.f(integer,text)" where the model has "public.f(integer, text)".
std::string address(std::string text) {
  for (std::size_t at = text.find(", "); at != std::string::npos; at = text.find(", ", at))
    text.erase(at + 1, 1);
  return text;
}

using Key = std::pair<std::string, std::string>;  // kind, address

class Pairing {
 public:
  explicit Pairing(const std::vector<Change>& changes) {
    for (const Change& change : changes) {
      const Key key{change.object.kind, address(to_text(change.object))};
      if (change.type == ChangeType::kDropped) dropped_.emplace(key, change.object);
      if (change.type == ChangeType::kAdded) added_.emplace(key, change.object);
    }
  }

  bool possible() const { return !dropped_.empty() && !added_.empty(); }

  void pair(const std::string& kind, const std::string& from, const std::string& to) {
    const auto dropped = dropped_.find({kind, address(from)});
    const auto added = added_.find({kind, address(to)});
    if (dropped == dropped_.end() || added == added_.end()) return;
    found_.push_back({dropped->second, added->second});
    dropped_.erase(dropped);
    added_.erase(added);
  }

  // A log's newest rename is the last; where several lead to a name, that one counts.
  void pair_all(const std::vector<LoggedRename>& renames, bool backwards) {
    for (auto rename = renames.rbegin(); rename != renames.rend(); ++rename) {
      const Kind* kind = find_kind_by_object_type(rename->object_type);
      if (kind == nullptr) continue;
      const std::string name(kind->name);
      backwards ? pair(name, rename->to, rename->from) : pair(name, rename->from, rename->to);
    }
  }

  std::vector<KnownRename> take() { return std::move(found_); }

 private:
  std::map<Key, Identity> dropped_;
  std::map<Key, Identity> added_;
  std::vector<KnownRename> found_;
};

std::vector<Finding> ungraded(const std::vector<Change>& changes) {
  std::vector<Finding> findings(changes.size());
  for (std::size_t i = 0; i < changes.size(); ++i) findings[i].change = changes[i];
  return findings;
}

}  // namespace

std::vector<LoggedRename> renames_in(const std::vector<ObjectRow>& rows) {
  std::vector<LoggedRename> renames;
  for (const ObjectRow& row : rows) {
    const std::string subcommand = row.subcommand.value_or("");
    const bool renames_it = subcommand.starts_with("RENAME") && subcommand != "RENAME VALUE";
    if ((renames_it || subcommand == "SET SCHEMA") && row.old_identity && row.object_identity)
      renames.push_back({row.object_type, *row.old_identity, *row.object_identity});
  }
  return renames;
}

std::vector<KnownRename> known_renames(const std::vector<Change>& changes, const Side& before,
                                       const Side& after, const std::vector<RenameRule>& rules) {
  Pairing pairing(changes);
  if (!pairing.possible()) return {};
  for (const RenameRule& rule : rules) {
    if (!rule.is_rename) continue;
    // A comparison may go either way.
    pairing.pair(rule.kind, rule.from, rule.to);
    pairing.pair(rule.kind, rule.to, rule.from);
  }
  const std::vector<Finding> findings = ungraded(changes);
  if (pairing.possible() && after.renames) pairing.pair_all(after.renames(findings), false);
  if (pairing.possible() && before.renames) pairing.pair_all(before.renames(findings), true);
  return pairing.take();
}

}  // namespace schema_audit
