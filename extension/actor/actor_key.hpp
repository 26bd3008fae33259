// The hooks of the setting schema_audit.actor_key, which keep its value to itself.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

// Refuses a key that is too short, and one from ALTER ROLE, ALTER DATABASE or the SET clause of a function,
// since everybody can read those.
bool check_actor_key(char** value, void** extra, GucSource source);

// Never the key: "********" when there is one.
const char* show_actor_key();

}  // namespace schema_audit
