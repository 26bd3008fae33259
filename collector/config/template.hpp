// The commented configuration that `schema-audit init` writes.
//
// It loads as it is. A line of prose starts with "# "; a line that can be
// switched on starts with "#" followed directly by what to write, so taking
// away every such "#" gives a file with all the keys there are.
#pragma once

#include <string_view>

namespace schema_audit {

std::string_view config_template();

}  // namespace schema_audit
