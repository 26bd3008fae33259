// The background worker that waits for databases with something to do and starts a short-lived sealer for
// each.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

// REQUIRES: called once, from _PG_init, after install_shared_state. Does nothing outside of
// shared_preload_libraries and in a binary upgrade; in single-user mode the server starts no workers. During
// recovery it waits.
void install_launcher();

}  // namespace schema_audit
