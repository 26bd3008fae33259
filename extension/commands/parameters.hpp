// Settings of the server and of databases.
#pragma once

#include "extension/capture/recording.hpp"

namespace schema_audit {

// Object rows of the commands, for the table of unseen commands.
List* system_setting(const Recording& recording);
List* database_setting(const Recording& recording);

}  // namespace schema_audit
