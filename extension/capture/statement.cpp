#include "extension/capture/statement.hpp"

namespace schema_audit {

namespace {

StatementFrame* innermost = nullptr;

}  // namespace

StatementFrame* current_frame() { return innermost; }

void set_current_frame(StatementFrame* frame) { innermost = frame; }

StatementFrame* frame_of(const EventTriggerData* trigger) {
  if (innermost == nullptr) return nullptr;
  // Another hook may have put a copy of the tree in its place.
  const bool same = innermost->tree == trigger->parsetree || innermost->tag == trigger->tag;
  return same ? innermost : nullptr;
}

}  // namespace schema_audit
