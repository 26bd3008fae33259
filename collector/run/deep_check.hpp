// Compares the rows of a log, one by one, with those that the store pulled.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "collector/run/log_finding.hpp"
#include "collector/run/log_reader.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

// The rows of one transaction, or of several.
struct LogRows {
  EventRows events;
  std::vector<TransactionRow> transactions;
};

// The first thing in which two logs differ.
struct RowDifference {
  std::string incarnation;
  std::uint64_t xid = 0;
  std::int32_t number = 0;  // 0: not of a row of its own, but of ddl_transaction
  std::string table;
  enum class Kind { kAltered, kMissing, kSurplus } kind = Kind::kAltered;
  std::string column;   // kAltered: the first one
  std::string outside;  // its value in the store and
  std::string inside;   // in the database; printable
};

// "transaction 741, row 2: ddl_object.object_identity is ... in the database and was ... when it was pulled"
std::string to_text(const RowDifference& difference);

// Both in the order of their keys, of one transaction each. nullopt: equal.
std::optional<RowDifference> first_difference(const LogRows& outside, const LogRows& inside);

// Of the rows as they are in a database; the same for the same rows.
std::string digest_of(const LogRows& rows);

// What a database has of one incarnation, as of one instant.
struct LogContent {
  // The rows of the transactions from `first` up to, not including, `end`.
  std::function<LogRows(const std::string& incarnation, std::uint64_t first, std::uint64_t end)> rows;
  // Its blocks, by number.
  std::function<std::vector<BlockRow>(const std::string& incarnation)> blocks;
  // Whether a transaction that the store does not have is not there because it is new.
  std::function<bool(const std::string& incarnation, std::uint64_t xid)> is_new;
};

// REQUIRES: an open transaction that outlives the result.
LogContent content_of(const LogReader& log, const std::string& incarnation, Store& store, TargetId target);

// Of a database without a log.
LogContent no_content();

struct DeepReport {
  std::vector<LogFinding> findings;
  std::uint64_t transactions = 0;                       // compared
  std::uint64_t altered = 0, missing = 0, surplus = 0;  // transactions
  std::uint64_t accepted = 0;                           // differ, and an operator accepted it
  std::uint64_t pruned = 0;                             // removed with their blocks by the retention
  std::uint64_t left_behind = 0;                        // not part of the fork on which the log went on
  std::vector<RowDifference> first;                     // of the first transactions that differ
  std::vector<AcceptedTransaction> differing;           // all of them, as an operator would accept them
};

// Reads the store and writes nothing.
DeepReport compare_rows(Store& store, TargetId target, const LogContent& content);

}  // namespace schema_audit
