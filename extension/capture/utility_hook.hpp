// Watches utility commands pass by, so that an event trigger can tell which statement it is called for.
#pragma once

namespace schema_audit {

// REQUIRES: called once, from _PG_init.
void install_utility_hook();

}  // namespace schema_audit
