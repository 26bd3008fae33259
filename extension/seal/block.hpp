// Sealing: committed transactions become blocks, each with the hash of the block before.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

struct Sealed {
  std::int64_t transactions = 0;
  bool more =
      false;  // committed transactions are left: somebody else is sealing, or an older one is still running
};

// Seals what this incarnation has committed below the oldest transaction that is still running, as one block.
// Locks nothing but the blocks, against another sealing, until the current transaction ends; does not wait
// for that lock. Nothing happens when the tables are those of a version without seals. REQUIRES: not in
// recovery.
Sealed seal_committed(Oid log_schema);

}  // namespace schema_audit
