// Retention: removes the log rows of whole blocks, oldest first, and says so in the log.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

// Removes the rows of every block that was sealed before `before` and behind which no older one is kept, in
// each history. The blocks stay, so that the chain does, with who had it done and when. Returns the number of
// blocks. Waits for a sealing that is under way.
std::int64_t prune_log(Oid log_schema, TimestampTz before);

}  // namespace schema_audit
