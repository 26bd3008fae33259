// What the sub-commands of ALTER TABLE can change.
#pragma once

#include <string_view>

namespace schema_audit {

// Whether a sub-command, in the words of the log, can have changed an attribute of the object that it names.
// True for sub-commands and attributes that nothing is known of.
bool can_set(std::string_view subcommand, std::string_view attribute);

}  // namespace schema_audit
