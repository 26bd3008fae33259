// One object added, dropped, renamed or altered between two snapshots.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/model/object.hpp"

namespace schema_audit {

enum class ChangeType { kAdded, kDropped, kRenamed, kAltered };

struct Change {
  ChangeType type = ChangeType::kAltered;
  Identity object;                 // its address now; of what was dropped: its last one
  std::optional<Identity> before;  // kRenamed: its address before

  // kAltered: one attribute. An absent value means the default.
  std::string attribute;
  std::optional<Value> from;
  std::optional<Value> to;

  // The object as it is now; of what was dropped: as it was. Shared, never null.
  std::shared_ptr<const Object> content;

  // Where the server of the later side keeps the object and the root object it belongs to, for finding its
  // events. Unknown for what was dropped between unrelated databases: the earlier side's hint means nothing
  // in the later one.
  Hint hint;
  Hint root_hint;
};

}  // namespace schema_audit
