// The tables whose rows are sealed, and the leaf of a row.
#pragma once

#include "core/canonical/row_encoding.hpp"
#include "extension/capture/log_row.hpp"

namespace schema_audit {

namespace transaction_column {
enum : int { kIncarnation, kXid, kStatements, kObjects, kLeaves, kRoot, kCount };
}  // namespace transaction_column

namespace block_column {
enum : int {
  kIncarnation,
  kNumber,
  kAlgorithm,
  kSealedAt,
  kFirstXid,
  kEndXid,
  kTransactions,
  kRows,
  kRoot,
  kPrevious,
  kHash,
  kPrunedAt,
  kPrunedBy,
  kCount
};
}  // namespace block_column

struct SealedTable {
  const char* name;
  SealedRow row;
  std::span<const LogColumn> columns;  // in the order of their numbers, which begin with 1
  int sealed;  // how many belong to the leaf: what follows is the seal itself, or is written after it
};

const SealedTable& statement_table();
const SealedTable& object_table();
const SealedTable& transaction_table();
const SealedTable& block_table();

// SHA-256 of the row's canonical encoding. Values are by column of the table, strings neither compressed nor
// out of line. Calls nothing of the server.
Digest leaf_of(RowEncoding& encoding, const SealedTable& table, const Datum* values, const bool* nulls);

}  // namespace schema_audit
