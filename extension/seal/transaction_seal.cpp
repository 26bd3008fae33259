#include "extension/seal/transaction_seal.hpp"

#include "core/canonical/merkle.hpp"
#include "extension/backend/guard.hpp"
#include "extension/capture/log_position.hpp"
#include "extension/capture/log_table.hpp"
#include "extension/capture/log_writer.hpp"
#include "extension/capture/policy.hpp"
#include "extension/worker/shared_state.hpp"

namespace schema_audit {

namespace {

struct Leaf {
  SubTransactionId subtransaction;
  bool object;
  Digest digest;
};

// Of the current transaction; the memory is the transaction's. Leaves are in the order in which they were
// written, so those of a savepoint are at the end: subtransactions are numbered upwards.
struct Leaves {
  Oid log_schema;
  Leaf* leaves;
  Size count;
  Size capacity;
};
Leaves written = {InvalidOid, nullptr, 0, 0};

constexpr Size kFirstCapacity = 16;
constexpr std::size_t kShortLeaf = 8;

Leaf* next_leaf() {
  if (written.leaves == nullptr) {
    written.leaves =
        static_cast<Leaf*>(MemoryContextAlloc(TopTransactionContext, kFirstCapacity * sizeof(Leaf)));
    written.capacity = kFirstCapacity;
  } else if (written.count == written.capacity) {
    written.leaves = static_cast<Leaf*>(repalloc_huge(written.leaves, 2 * written.capacity * sizeof(Leaf)));
    written.capacity *= 2;
  }
  return &written.leaves[written.count];
}

bytea* make_bytes(const void* bytes, Size size) {
  auto* value = static_cast<bytea*>(palloc(VARHDRSZ + size));
  SET_VARSIZE(value, VARHDRSZ + size);
  if (bytes != nullptr) std::memcpy(VARDATA(value), bytes, size);
  return value;
}

LogRow* make_seal() {
  using namespace transaction_column;
  int32 objects = 0;
  bytea* leaves = make_bytes(nullptr, written.count * kShortLeaf);
  Digest root{};
  {
    MerkleTree tree;
    for (Size i = 0; i < written.count; ++i) {
      const Leaf& leaf = written.leaves[i];
      if (leaf.object) ++objects;
      std::memcpy(VARDATA(leaves) + i * kShortLeaf, leaf.digest.data(), kShortLeaf);
      tree.add(leaf.digest);
    }
    root = tree.root();
  }
  LogRow* row = make_log_row();
  row->set(kIncarnation, UUIDPGetDatum(log_incarnation()));
  row->set(kXid, FullTransactionIdGetDatum(GetTopFullTransactionId()));
  row->set(kStatements, Int32GetDatum(static_cast<int32>(written.count) - objects));
  row->set(kObjects, Int32GetDatum(objects));
  row->set(kLeaves, PointerGetDatum(leaves));
  row->set(kRoot, PointerGetDatum(make_bytes(root.data(), root.size())));
  return row;
}

// The locks of a prepared transaction are kept until somebody decides about it.
void write_seal(LogLock lock) {
  if (written.count == 0) return;
  // Tables of 0.1.0 have no seals; and the extension may have been dropped after the rows were written.
  const SealedTable& table = transaction_table();
  if (knows_log_table(written.log_schema, table.name) ||
      OidIsValid(get_relname_relid(table.name, written.log_schema))) {
    write_log_row(written.log_schema, table.name, table.columns, make_seal(), lock);
  }
}

void forget() { written = {InvalidOid, nullptr, 0, 0}; }

void on_transaction(XactEvent event, void*) {
  guard([&] {
    switch (event) {
      case XACT_EVENT_PRE_COMMIT:
      case XACT_EVENT_PRE_PREPARE:
        if (written.count > 0) {
          const Recording commit = {written.log_schema, nullptr, CMDTAG_COMMIT, nullptr, kByEventTrigger};
          under_policy(commit, [&] {
            write_seal(event == XACT_EVENT_PRE_COMMIT ? LogLock::kAtEnd : LogLock::kAtOnce);
          });
        }
        break;
      case XACT_EVENT_COMMIT:
      case XACT_EVENT_PREPARE:
        if (written.count > 0) wake_worker();
        forget();
        break;
      case XACT_EVENT_ABORT:
        forget();
        break;
      default:
        break;
    }
  });
}

void on_subtransaction(SubXactEvent event, SubTransactionId own, SubTransactionId, void*) {
  if (event != SUBXACT_EVENT_ABORT_SUB) return;
  while (written.count > 0 && written.leaves[written.count - 1].subtransaction >= own) --written.count;
}

}  // namespace

void install_transaction_seal() {
  pg_call([] {
    RegisterXactCallback(on_transaction, nullptr);
    RegisterSubXactCallback(on_subtransaction, nullptr);
  });
}

void add_to_seal(Oid log_schema, const SealedTable& table, const LogRow& row, const bool* present) {
  Leaf* leaf = next_leaf();
  const bool* nulls = row.nulls;
  bool stored_nulls[kMaxLogColumns];
  if (present != nullptr) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) stored_nulls[i] = row.nulls[i] || !present[i];
    nulls = stored_nulls;
  }
  // Keeps its memory for the life of the process.
  static RowEncoding encoding;
  leaf->digest = leaf_of(encoding, table, row.values, nulls);
  leaf->subtransaction = GetCurrentSubTransactionId();
  leaf->object = &table == &object_table();
  written.log_schema = log_schema;
  ++written.count;
}

}  // namespace schema_audit
