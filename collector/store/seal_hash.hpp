// The seals of a log computed outside of its database, from the rows that were pulled: docs/seals.md.
#pragma once

#include <vector>

#include "collector/store/seal_row.hpp"

namespace schema_audit {

// The hash that a block must have, hexadecimal. Empty when the row is not one that a server can have written.
std::string block_hash(const BlockRow& block);

// The root over the transactions of a block, hexadecimal. REQUIRES: in the order of xid.
std::string block_root(const std::vector<TransactionRow>& transactions);

}  // namespace schema_audit
