// Says what is lost when the extension, and with it the log, is dropped.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

// For a relation that is about to be dropped. The first table of the log among them makes the notice, to the
// client, and a line in the server log that says who does it: nothing else will be left of it.
void notice_loss(Oid relation);

}  // namespace schema_audit
