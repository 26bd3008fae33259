#include "extension/seal/block.hpp"

#include "core/canonical/merkle.hpp"
#include "extension/backend/spi.hpp"
#include "extension/capture/log_position.hpp"
#include "extension/capture/log_writer.hpp"
#include "extension/seal/log_scan.hpp"

namespace schema_audit {

namespace {

struct Head {
  std::int64_t number = 0;
  std::uint64_t end_xid = 0;
  std::string hash;
};

std::optional<Head> newest_block(Oid log_schema, const Incarnation& incarnation) {
  LogScan blocks(log_schema, block_table(), incarnation);
  if (!blocks.next(true)) return std::nullopt;
  return Head{blocks.int64_at(block_column::kNumber), blocks.uint64_at(block_column::kEndXid),
              std::string(blocks.bytes_at(block_column::kHash))};
}

// What a new history comes from: the block that was sealed last in any other.
std::string origin(Oid log_schema) {
  LogScan blocks(log_schema, block_table(), std::nullopt);
  std::pair<std::int64_t, std::int64_t> newest{INT64_MIN, 0};
  std::string hash;
  while (blocks.next()) {
    const std::pair sealed{blocks.int64_at(block_column::kSealedAt), blocks.int64_at(block_column::kNumber)};
    if (sealed < newest) continue;
    newest = sealed;
    hash = blocks.bytes_at(block_column::kHash);
  }
  return hash;
}

// Transactions below it are over, and the active snapshot sees what they committed.
std::uint64_t horizon() {
  const TransactionId xmin = GetActiveSnapshot()->xmin;
  const FullTransactionId next = ReadNextFullTransactionId();
  std::uint64_t epoch = EpochFromFullTransactionId(next);
  if (xmin > XidFromFullTransactionId(next)) --epoch;
  return epoch << 32U | xmin;
}

Datum bytes_datum(std::string_view bytes) {
  return pg_call([&] {
    auto* value = static_cast<bytea*>(palloc(VARHDRSZ + bytes.size()));
    SET_VARSIZE(value, VARHDRSZ + bytes.size());
    std::memcpy(VARDATA(value), bytes.data(), bytes.size());
    return PointerGetDatum(value);
  });
}

struct Content {
  MerkleTree tree;
  std::uint64_t first_xid = 0;
  std::int64_t rows = 0;
};

Content read_transactions(Oid log_schema, const Incarnation& incarnation, KeyRange range) {
  Content content;
  LogScan transactions(log_schema, transaction_table(), incarnation, range);
  while (transactions.next()) {
    if (content.tree.size() == 0) content.first_xid = transactions.uint64_at(transaction_column::kXid);
    content.rows += transactions.int32_at(transaction_column::kStatements);
    content.rows += transactions.int32_at(transaction_column::kObjects);
    content.tree.add(transactions.leaf());
  }
  return content;
}

void write_block(Oid log_schema, const std::optional<Head>& head, const Content& content, std::uint64_t end) {
  const std::string previous = head ? head->hash : origin(log_schema);
  const Datum root = bytes_datum(to_bytes(content.tree.root()));
  const Datum previous_value = bytes_datum(previous);
  LogRow* row = pg_call([&] {
    using namespace block_column;
    LogRow* block = make_log_row();
    block->set(kIncarnation, UUIDPGetDatum(log_incarnation()));
    block->set(kNumber, Int64GetDatum(head ? head->number + 1 : 1));
    block->set_text(kAlgorithm, kSealAlgorithm.data());
    block->set(kSealedAt, TimestampTzGetDatum(GetCurrentTimestamp()));
    block->set(kFirstXid, UInt64GetDatum(head ? head->end_xid : content.first_xid));
    block->set(kEndXid, UInt64GetDatum(end));
    block->set(kTransactions, Int32GetDatum(static_cast<int32>(content.tree.size())));
    block->set(kRows, Int64GetDatum(content.rows));
    block->set(kRoot, root);
    block->set(kPrevious, previous_value);
    return block;
  });
  RowEncoding encoding;
  const Digest hash = leaf_of(encoding, block_table(), row->values, row->nulls);
  row->set(block_column::kHash, bytes_datum(to_bytes(hash)));
  pg_call([&] {
    write_log_row(log_schema, block_table().name, block_table().columns, row);
    // Somebody may keep the hash outside. A crash must not leave the place to another block.
    ForceSyncCommit();
  });
}

}  // namespace

Sealed seal_committed(Oid log_schema) {
  const Oid blocks = pg_call([&] { return get_relname_relid(block_table().name, log_schema); });
  if (!OidIsValid(blocks)) return {};
  if (!pg_call([&] { return ConditionalLockRelationOid(blocks, ShareUpdateExclusiveLock); }))
    return {0, true};
  // Younger than the lock: it sees the block of whoever held it before.
  const LatestSnapshot snapshot;
  const std::uint64_t end = horizon();
  const Incarnation incarnation = current_log_incarnation();
  const std::optional<Head> head = newest_block(log_schema, incarnation);
  const Content content = read_transactions(log_schema, incarnation, {head ? head->end_xid : 0, end});
  Sealed sealed{static_cast<std::int64_t>(content.tree.size()),
                LogScan(log_schema, transaction_table(), incarnation, {end}).next()};
  if (sealed.transactions > 0) write_block(log_schema, head, content, end);
  return sealed;
}

}  // namespace schema_audit
