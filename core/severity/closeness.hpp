// How close an event of the log comes to a change of the model.
#pragma once

#include <optional>
#include <string>

#include "core/diff/change.hpp"
#include "core/kinds/kind.hpp"
#include "core/model/event.hpp"

namespace schema_audit {

// The order is the order of trust: of two events the one with the larger value explains a change better.
//
// A namesake bears the address of the object but is known to be another catalog row: an earlier object of
// that name, or the same one before the database was restored from a dump.
enum class Closeness {
  kNone,       // has nothing to do with it
  kNeighbour,  // touched the root object, but something else about it
  kNamesakeRoot,
  kRoot,  // touched the root object as a whole
  kNamesakeBirth,
  kNamesake,
  kBirth,  // created the root object, parts included
  kExact,  // touched the very object
};

// One change, ready to be held against many events. Keeps a reference to the change.
class ChangeAddress {
 public:
  explicit ChangeAddress(const Change& change);

  // has_subcommands: the log has rows for the sub-commands of the event's statement, so that its other rows
  // say nothing about parts.
  Closeness closeness(const Event& event, bool has_subcommands) const;

  // Whether the event touched its catalog row; whether something else of the same name, as far as the log
  // tells.
  bool is_row(const Event& event) const;
  bool is_namesake(const Event& event) const;

 private:
  struct Words {
    Identity identity;
    std::string text;  // as the log writes it
  };

  bool same_words(const Event& event, const Words& words) const;
  Closeness to_object(const Event& event) const;
  Closeness to_root(const Event& event, bool has_subcommands) const;

  const Change& change_;
  const Kind* kind_;  // null: not known to this version, close to nothing
  Words now_;
  std::optional<Words> before_;
  std::string root_text_;
};

}  // namespace schema_audit
