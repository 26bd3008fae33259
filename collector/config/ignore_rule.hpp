// Which objects the user does not want to hear about: a rule of the core, and where it comes from.
#pragma once

#include <string>
#include <vector>

#include "collector/config/config_error.hpp"
#include "core/severity/ignore.hpp"

namespace schema_audit {

struct IgnoreConfig {
  IgnoreRule rule;
  std::string reason;     // shown beside the count of what was ignored
  bool built_in = false;  // not written by the user
  SourceMark mark;        // where the user wrote it
};

// What the extension brings itself: its member objects are not modelled, but the extension and the schema
// of its tables are objects like any other.
std::vector<IgnoreConfig> built_in_ignore_rules();

}  // namespace schema_audit
