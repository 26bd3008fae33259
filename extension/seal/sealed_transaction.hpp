// The log of one incarnation, transaction by transaction: seal and rows side by side.
#pragma once

#include "extension/seal/log_scan.hpp"

namespace schema_audit {

struct SealedTransaction {
  std::uint64_t xid = 0;
  bool sealed = false;         // has its row of ddl_transaction
  Digest leaf{};               // of that row
  std::int64_t rows = 0;       // that the seal counts
  std::int64_t found = 0;      // that the log has
  std::int64_t logged_at = 0;  // of its first statement; 0 when there is none
  std::string problem;         // the first thing that does not fit the seal; empty when all does
};

// Merges the three tables by xid. REQUIRES: as LogScan.
class TransactionReader {
 public:
  TransactionReader(Oid log_schema, const Incarnation& incarnation, KeyRange xids);

  // The next transaction that has a seal or a row; null at the end.
  const SealedTransaction* next();

 private:
  struct Row {
    std::int32_t number;
    bool object;
    Digest leaf;
  };

  void read_rows();
  void compare();
  std::string first_difference() const;

  LogScan seals_;
  LogScan statements_;
  LogScan objects_;
  bool has_seal_;
  bool has_statement_;
  bool has_object_;
  std::vector<Row> rows_;
  std::string leaves_;
  std::string root_;
  std::int32_t statements_counted_ = 0;
  std::int32_t objects_counted_ = 0;
  SealedTransaction current_;
};

}  // namespace schema_audit
