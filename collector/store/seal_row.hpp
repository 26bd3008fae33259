// The seals of a target's log as pulled from it, in the order of their columns, and what the collector holds
// on to: the anchors. Digests are hexadecimal.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "collector/store/timestamp.hpp"

namespace schema_audit {

// schema_audit.ddl_transaction: what the log must hold of one transaction.
struct TransactionRow {
  std::string incarnation;  // uuid
  std::uint64_t xid = 0;
  std::int32_t statements = 0;
  std::int32_t objects = 0;
  std::string leaves;
  std::string root;

  friend bool operator==(const TransactionRow&, const TransactionRow&) = default;
};

// schema_audit.ddl_block: a link of the chain.
struct BlockRow {
  std::string incarnation;  // uuid
  std::int64_t number = 0;
  std::string algorithm;
  Timestamp sealed_at;
  std::uint64_t first_xid = 0;
  std::uint64_t end_xid = 0;  // the block covers what is below
  std::int32_t transactions = 0;
  std::int64_t rows = 0;
  std::string root;
  std::string previous;
  std::string hash;
  std::optional<Timestamp> pruned_at;  // its rows were removed by the retention; the header is kept
  std::optional<std::string> pruned_by;

  friend bool operator==(const BlockRow&, const BlockRow&) = default;
};

// One incarnation of a target's log as it was last seen.
struct AnchorRow {
  std::string incarnation;
  std::int64_t head = 0;  // number of the last block that was there; 0: none yet
  std::string position;   // WAL position at which it was seen
  std::string extension;  // OID of the extension: another one was created anew
  Timestamp seen_at;
  bool superseded = false;     // a later incarnation was seen: this one cannot grow any more
  bool accepted_gone = false;  // the operator accepted that it is not there any more

  friend bool operator==(const AnchorRow&, const AnchorRow&) = default;
};

// Something that was found about a log, once.
struct LogFindingRow {
  std::string digest;  // tells it from others: see log_finding.hpp
  std::string code;
  std::string severity;
  std::string sentence;
  std::string advice;
  Timestamp found_at;
  std::optional<Timestamp> accepted_at;  // nullopt: it stands
  std::string accepted_by;

  friend bool operator==(const LogFindingRow&, const LogFindingRow&) = default;
};

// A transaction whose rows in the database differ from those in the store, and were accepted as they are.
struct AcceptedTransaction {
  std::string incarnation;
  std::uint64_t xid = 0;
  std::string digest;  // of the rows in the database

  friend bool operator==(const AcceptedTransaction&, const AcceptedTransaction&) = default;
};

}  // namespace schema_audit
