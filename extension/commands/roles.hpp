// Roles and memberships.
#pragma once

#include "extension/capture/recording.hpp"

namespace schema_audit {

// Object rows of the commands, for the table of unseen commands.
List* created_role(const Recording& recording);
List* altered_role(const Recording& recording);
List* role_setting(const Recording& recording);
List* roles_to_drop(const Recording& recording);
List* granted_roles(const Recording& recording);

}  // namespace schema_audit
