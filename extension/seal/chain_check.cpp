#include "extension/seal/chain_check.hpp"

#include <map>

#include "core/canonical/merkle.hpp"
#include "extension/backend/settings.hpp"
#include "extension/seal/sealed_transaction.hpp"

namespace schema_audit {

namespace {

constexpr const char* kBlocks = "blocks";
constexpr const char* kTransactions = "transactions";
constexpr const char* kUnsealed = "unsealed";
constexpr const char* kHistory = "history";

// When a committed transaction should long have been sealed.
constexpr std::int64_t kPatience = std::int64_t{10} * 60 * 1000 * 1000;  // microseconds

struct Block {
  std::int64_t number;
  std::uint64_t first_xid;
  std::uint64_t end_xid;
  std::int64_t transactions;
  std::int64_t rows;
  std::string algorithm;
  std::string root;
  std::string previous;
  std::string hash;
  bool intact;  // the hash is that of the row
  bool pruned;
};

Block read_block(LogScan& scan) {
  using namespace block_column;
  return {scan.int64_at(kNumber),
          scan.uint64_at(kFirstXid),
          scan.uint64_at(kEndXid),
          scan.int32_at(block_column::kTransactions),
          scan.int64_at(kRows),
          std::string(scan.bytes_at(kAlgorithm)),
          std::string(scan.bytes_at(kRoot)),
          std::string(scan.bytes_at(kPrevious)),
          std::string(scan.bytes_at(kHash)),
          to_bytes(scan.leaf()) == scan.bytes_at(kHash),
          !scan.is_null(kPrunedAt)};
}

std::string plural(std::int64_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

// A first block that goes on from another history.
struct Fork {
  std::string origin;  // the other block; empty while it was not found
};

class ChainCheck {
 public:
  ChainCheck(Oid log_schema, const CheckSink& sink, const Incarnation& incarnation, bool current,
             std::map<std::string, Fork>& forks)
      : log_schema_(log_schema),
        sink_(sink),
        incarnation_(incarnation),
        current_(current),
        forks_(forks),
        name_(current ? "" : "history " + to_text(incarnation) + ": ") {}

  void run(std::optional<std::int64_t> from_block);

 private:
  void fail(const char* check, const std::string& detail) {
    sink_(check, CheckStatus::kFailed, name_ + detail);
  }
  void check_block(const Block& block, const std::optional<Block>& before);
  void check_content(TransactionReader& reader, const Block& block);
  void check_before(TransactionReader& reader, std::uint64_t first_xid);
  void check_rest(TransactionReader& reader);
  void report();
  // The transaction at hand, or null at the end; skips what the current transaction has written itself.
  const SealedTransaction* peek(TransactionReader& reader);
  void take() { peeked_ = nullptr; }
  void check_rows(const SealedTransaction& transaction);

  Oid log_schema_;
  const CheckSink& sink_;
  Incarnation incarnation_;
  bool current_;
  std::map<std::string, Fork>& forks_;
  std::string name_;
  const SealedTransaction* peeked_ = nullptr;
  bool blocks_failed_ = false;
  bool transactions_failed_ = false;
  std::int64_t blocks_ = 0;
  std::int64_t pruned_ = 0;
  std::int64_t transactions_ = 0;
  std::int64_t rows_ = 0;
  std::int64_t unsealed_ = 0;  // transactions behind the last block
  std::int64_t oldest_ = 0;    // of these, when it was logged
  std::int64_t rootless_ = 0;  // transactions of a time before seals
};

const SealedTransaction* ChainCheck::peek(TransactionReader& reader) {
  const FullTransactionId own = GetTopFullTransactionIdIfAny();
  while (peeked_ == nullptr) {
    peeked_ = reader.next();
    if (peeked_ == nullptr) return nullptr;
    if (current_ && FullTransactionIdIsValid(own) && peeked_->xid == U64FromFullTransactionId(own))
      peeked_ = nullptr;
  }
  return peeked_;
}

void ChainCheck::check_block(const Block& block, const std::optional<Block>& before) {
  const std::string name = "block " + std::to_string(block.number);
  ++blocks_;
  if (block.pruned) ++pruned_;
  if (block.algorithm != kSealAlgorithm)
    fail(kBlocks, name + " was made by an algorithm that is not known here");
  if (!block.intact) fail(kBlocks, name + " was altered: its hash does not fit it");
  if (!before) {
    if (block.number != 1) {
      fail(kBlocks, block.number == 2 ? "block 1 is missing"
                                      : "blocks 1 to " + std::to_string(block.number - 1) + " are missing");
    }
    return;
  }
  if (block.number == before->number + 2) {
    fail(kBlocks, "block " + std::to_string(before->number + 1) + " is missing");
  } else if (block.number != before->number + 1) {
    fail(kBlocks, "blocks " + std::to_string(before->number + 1) + " to " + std::to_string(block.number - 1) +
                      " are missing");
  } else if (block.previous != before->hash) {
    fail(kBlocks,
         "the chain is cut: " + name + " does not go on from block " + std::to_string(before->number));
  } else if (block.first_xid != before->end_xid) {
    fail(kBlocks, name + " does not begin where block " + std::to_string(before->number) + " ends");
  }
}

void ChainCheck::check_rows(const SealedTransaction& transaction) {
  transactions_ += transaction.sealed ? 1 : 0;
  rows_ += transaction.found;
  const std::string name = "transaction " + std::to_string(transaction.xid);
  if (!transaction.sealed) {
    fail(kTransactions, name + " has " + plural(transaction.found, "row", "rows") + " and no seal");
  } else if (!transaction.problem.empty()) {
    fail(kTransactions, name + ": " + transaction.problem);
  }
}

void ChainCheck::check_content(TransactionReader& reader, const Block& block) {
  MerkleTree tree;
  std::int64_t rows = 0;
  std::int64_t found = 0;
  while (const SealedTransaction* transaction = peek(reader)) {
    if (transaction->xid >= block.end_xid) break;
    check_rows(*transaction);
    // Below it where a block is missing.
    if (transaction->xid >= block.first_xid) {
      if (transaction->sealed) tree.add(transaction->leaf);
      rows += transaction->rows;
      ++found;
    }
    take();
  }
  if (block.pruned && found == 0) return;
  const std::string name = "block " + std::to_string(block.number);
  if (block.pruned) {
    fail(kBlocks, name + " was pruned, but rows of it are there");
  } else if (static_cast<std::int64_t>(tree.size()) != block.transactions) {
    fail(kBlocks, name + " covers " + plural(block.transactions, "transaction", "transactions") +
                      ", but there are " + std::to_string(tree.size()));
  } else if (to_bytes(tree.root()) != block.root || rows != block.rows) {
    fail(kBlocks, "a seal of the transactions that " + name + " covers was altered");
  }
}

// What is older than the first block. A version without seals wrote rows without one; nothing else can be
// there.
void ChainCheck::check_before(TransactionReader& reader, std::uint64_t first_xid) {
  while (const SealedTransaction* transaction = peek(reader)) {
    if (transaction->xid >= first_xid) break;
    if (transaction->sealed) {
      check_rows(*transaction);
      fail(kTransactions,
           "transaction " + std::to_string(transaction->xid) + " is sealed, but older than the first block");
    } else {
      ++rootless_;
    }
    take();
  }
}

void ChainCheck::check_rest(TransactionReader& reader) {
  const bool has_blocks = blocks_ > 0;
  while (const SealedTransaction* transaction = peek(reader)) {
    if (transaction->sealed || has_blocks || unsealed_ > 0) {
      check_rows(*transaction);
      ++unsealed_;
      if (oldest_ == 0 && transaction->logged_at != 0) oldest_ = transaction->logged_at;
    } else {
      ++rootless_;
    }
    take();
  }
}

void ChainCheck::report() {
  if (blocks_ > 0 && !blocks_failed_) {
    sink_(kBlocks, CheckStatus::kOk,
          name_ + plural(blocks_, "block", "blocks") +
              (pruned_ > 0 ? ", " + std::to_string(pruned_) + " of them pruned" : ""));
  }
  if (transactions_ > 0 && !transactions_failed_) {
    sink_(kTransactions, CheckStatus::kOk,
          name_ + plural(transactions_, "sealed transaction", "sealed transactions") + " with " +
              plural(rows_, "row", "rows"));
  }
  if (unsealed_ > 0 && current_) {
    const bool late =
        oldest_ != 0 &&
        oldest_ < GetCurrentTimestamp() - std::max(kPatience, std::int64_t{1000} * settings.seal_interval);
    sink_(kUnsealed, late ? CheckStatus::kWarning : CheckStatus::kOk,
          plural(unsealed_, "transaction waits", "transactions wait") + " for the next block" +
              (late ? ": neither the background worker nor schema_audit.seal() has run, or a transaction has "
                      "been open for long"
                    : ""));
  } else if (unsealed_ > 0) {
    sink_(kHistory, CheckStatus::kWarning,
          name_ + plural(unsealed_, "transaction is", "transactions are") +
              " in no block: not sealed when this history ended");
  }
  if (rootless_ > 0) {
    sink_(kHistory, CheckStatus::kWarning,
          name_ + plural(rootless_, "transaction was", "transactions were") +
              " logged by a version without seals: nothing shows whether " +
              (rootless_ == 1 ? "it was" : "they were") + " altered");
  }
}

void ChainCheck::run(std::optional<std::int64_t> from_block) {
  const std::uint64_t first_number =
      static_cast<std::uint64_t>(std::max<std::int64_t>(from_block.value_or(1) - 1, 0));
  LogScan blocks(log_schema_, block_table(), incarnation_, {first_number});
  std::optional<Block> before;
  std::optional<Block> block;
  const auto advance = [&] {
    block.reset();
    if (blocks.next()) block = read_block(blocks);
  };
  advance();
  if (block && from_block && block->number == *from_block - 1) {
    before = block;
    advance();
  }
  TransactionReader reader(log_schema_, incarnation_, {before ? before->end_xid : 0});
  if (!before) check_before(reader, block ? block->first_xid : 0);
  for (; block; advance()) {
    check_block(*block, before);
    check_content(reader, *block);
    for (auto& [hash, fork] : forks_) {
      if (hash == block->hash)
        fork.origin = to_text(incarnation_) + " after block " + std::to_string(block->number);
    }
    before = block;
  }
  check_rest(reader);
  report();
}

// Every incarnation that one of the tables knows, by skipping from one to the next.
std::vector<Incarnation> find_incarnations(Oid log_schema) {
  std::vector<Incarnation> found;
  for (const SealedTable* table :
       {&statement_table(), &object_table(), &transaction_table(), &block_table()}) {
    std::optional<Incarnation> last;
    while (const auto next = LogScan::incarnation_after(log_schema, *table, last)) {
      found.push_back(*next);
      last = next;
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

// The first blocks of all histories name where they come from.
std::map<std::string, Fork> find_forks(Oid log_schema, const std::vector<Incarnation>& incarnations) {
  std::map<std::string, Fork> forks;
  for (const Incarnation& incarnation : incarnations) {
    LogScan blocks(log_schema, block_table(), incarnation, {1, 2});
    if (blocks.next() && !blocks.bytes_at(block_column::kPrevious).empty())
      forks[std::string(blocks.bytes_at(block_column::kPrevious))];
  }
  return forks;
}

void report_fork(Oid log_schema, const Incarnation& incarnation, bool current,
                 const std::map<std::string, Fork>& forks, const CheckSink& sink) {
  LogScan blocks(log_schema, block_table(), incarnation, {1, 2});
  if (!blocks.next()) return;
  const auto found = forks.find(std::string(blocks.bytes_at(block_column::kPrevious)));
  if (found == forks.end()) return;
  const std::string name = current ? "the current history" : "history " + to_text(incarnation);
  if (found->second.origin.empty()) {
    sink(kHistory, CheckStatus::kFailed, name + " goes on from a block that is not there");
  } else {
    sink(kHistory, CheckStatus::kOk, name + " goes on from history " + found->second.origin);
  }
}

}  // namespace

void check_chains(Oid log_schema, std::optional<std::int64_t> from_block, const CheckSink& sink) {
  const Incarnation current = current_log_incarnation();
  std::vector<Incarnation> incarnations{current};
  if (!from_block) incarnations = find_incarnations(log_schema);
  std::map<std::string, Fork> forks;
  if (!from_block) forks = find_forks(log_schema, incarnations);
  for (const Incarnation& incarnation : incarnations)
    ChainCheck(log_schema, sink, incarnation, incarnation == current, forks).run(from_block);
  if (from_block) return;
  for (const Incarnation& incarnation : incarnations)
    report_fork(log_schema, incarnation, incarnation == current, forks, sink);
}

}  // namespace schema_audit
