#include "extension/capture/log_writer.hpp"

#include "extension/backend/fault.hpp"
#include "extension/capture/log_position.hpp"
#include "extension/capture/log_tuple.hpp"
#include "extension/capture/statement.hpp"
#include "extension/seal/transaction_seal.hpp"

namespace schema_audit {

namespace {

constexpr int kBatch = 128;
// Logical decoding leaves the rows out: they are of this server, and a publication FOR ALL TABLES would send
// them to subscribers that have no such tables, or refuse to have them written.
constexpr int kOptions = HEAP_INSERT_NO_LOGICAL;

LOCKMODE mode_to_release(LogLock lock) { return lock == LogLock::kAtOnce ? RowExclusiveLock : NoLock; }

// A command of the client's that is a transaction of its own ends with its record.
LogLock lock_of_command() {
  const StatementFrame* frame = current_frame();
  const bool last =
      frame != nullptr && frame->top_level && frame->listed && !IsTransactionBlock() && !IsSubTransaction();
  return last ? LogLock::kAtEnd : LogLock::kAtOnce;
}

// heap_multi_insert() does not take the option.
void insert_singly(Relation relation, TupleTableSlot** slots, int count) {
  for (int i = 0; i < count; ++i) {
    bool is_copy = false;
    HeapTuple tuple = ExecFetchSlotHeapTuple(slots[i], true, &is_copy);
    heap_insert(relation, tuple, GetCurrentCommandId(true), kOptions, nullptr);
    slots[i]->tts_tid = tuple->t_self;
    if (is_copy) heap_freetuple(tuple);
  }
}

void insert_slots(Relation relation, TupleTableSlot** slots, int count) {
  if (RelationIsLogicallyLogged(relation)) {
    insert_singly(relation, slots, count);
  } else {
    heap_multi_insert(relation, slots, count, GetCurrentCommandId(true), 0, nullptr);
  }
}

// Writes rows and their index entries by the shortest way there is, which ordinary indexes allow.
class PlainInsertion {
 public:
  PlainInsertion(Relation relation, const LogTable& table)
      : relation_(relation),
        table_(table),
        indexes_(
            static_cast<Relation*>(palloc(sizeof(Relation) * static_cast<Size>(table.index_count + 1)))) {
    for (int i = 0; i < table.index_count; ++i)
      indexes_[i] = index_open(table.indexes[i].oid, RowExclusiveLock);
  }

  void insert(const LogRow& row) {
    HeapTuple tuple = form_log_tuple(RelationGetDescr(relation_), table_, row);
    heap_insert(relation_, tuple, GetCurrentCommandId(true), kOptions, nullptr);
    insert_entries(row, &tuple->t_self);
    heap_freetuple(tuple);
  }

  void insert(TupleTableSlot** slots, const LogRow* const* rows, int count) {
    insert_slots(relation_, slots, count);
    for (int i = 0; i < count; ++i) insert_entries(*rows[i], &slots[i]->tts_tid);
  }

  void finish(LogLock lock) {
    for (int i = 0; i < table_.index_count; ++i) index_close(indexes_[i], mode_to_release(lock));
    pfree(indexes_);
  }

 private:
  void insert_entries(const LogRow& row, ItemPointer at) {
    for (int i = 0; i < table_.index_count; ++i) {
      IndexInfo* info = table_.indexes[i].info;
      Datum keys[INDEX_MAX_KEYS];
      bool key_nulls[INDEX_MAX_KEYS];
      for (int k = 0; k < info->ii_NumIndexAttrs; ++k) {
        const LogAttribute& attribute = table_.layout[info->ii_IndexAttrNumbers[k] - 1];
        key_nulls[k] = attribute.is_null_in(row);
        keys[k] = key_nulls[k] ? Datum{0} : row.values[attribute.column];
      }
      index_insert(indexes_[i], keys, key_nulls, at, relation_,
                   info->ii_Unique ? UNIQUE_CHECK_YES : UNIQUE_CHECK_NO, false, info);
    }
  }

  Relation relation_;
  const LogTable& table_;
  Relation* indexes_;
};
static_assert(std::is_trivially_destructible_v<PlainInsertion>);

// The same for indexes of any kind.
class ExecutorInsertion {
 public:
  explicit ExecutorInsertion(Relation relation)
      : relation_(relation), state_(CreateExecutorState()), result_(makeNode(ResultRelInfo)) {
    InitResultRelInfo(result_, relation, 1, nullptr, 0);
    ExecOpenIndices(result_, false);
  }

  void insert(TupleTableSlot** slots, const LogRow* const*, int count) {
    insert_slots(relation_, slots, count);
    for (int i = 0; i < count; ++i) {
      if (result_->ri_NumIndices > 0) insert_index_entries(result_, slots[i], state_);
      ResetPerTupleExprContext(state_);
    }
  }

  void finish() {
    ExecCloseIndices(result_);
    FreeExecutorState(state_);
  }

 private:
  Relation relation_;
  EState* state_;
  ResultRelInfo* result_;
};
static_assert(std::is_trivially_destructible_v<ExecutorInsertion>);

template <typename Insertion>
void insert_batches(Relation relation, const LogTable& table, List* rows, Insertion* insertion) {
  const TupleDesc descriptor = RelationGetDescr(relation);
  TupleTableSlot* slots[kBatch];
  const LogRow* batch[kBatch];
  const int slot_count = std::min(list_length(rows), kBatch);
  for (int i = 0; i < slot_count; ++i) slots[i] = MakeSingleTupleTableSlot(descriptor, &TTSOpsHeapTuple);
  for (int done = 0; done < list_length(rows);) {
    const int count = std::min(list_length(rows) - done, slot_count);
    for (int i = 0; i < count; ++i) {
      batch[i] = static_cast<const LogRow*>(list_nth(rows, done + i));
      // Where in the table the row has come to lie will be in the slot.
      ExecStoreHeapTuple(form_log_tuple(descriptor, table, *batch[i]), slots[i], true);
    }
    insertion->insert(slots, batch, count);
    done += count;
  }
  for (int i = 0; i < slot_count; ++i) ExecDropSingleTupleTableSlot(slots[i]);
}

void insert_rows(Relation relation, const LogTable& table, List* rows, LogLock lock) {
  fault_in_server();
  if (!table.plain) {
    ExecutorInsertion insertion(relation);
    insert_batches(relation, table, rows, &insertion);
    insertion.finish();
    return;
  }
  PlainInsertion insertion(relation, table);
  if (list_length(rows) == 1) {
    insertion.insert(*static_cast<LogRow*>(linitial(rows)));
  } else {
    insert_batches(relation, table, rows, &insertion);
  }
  insertion.finish(lock);
}

int32 write_rows(Oid log_schema, const SealedTable& table, List* rows) {
  const LogTable* known = nullptr;
  Relation relation = open_log_table(log_schema, table.name, table.columns, &known);
  const FullTransactionId xid = GetTopFullTransactionId();
  const Datum incarnation_value = UUIDPGetDatum(log_incarnation());
  int32 first = 0;
  for (int i = 0; i < list_length(rows); ++i) {
    auto* row = static_cast<LogRow*>(list_nth(rows, i));
    const int32 number = take_log_number(xid);
    if (i == 0) first = number;
    row->set(object_column::kIncarnation, incarnation_value);
    row->set(object_column::kXid, FullTransactionIdGetDatum(xid));
    row->set(object_column::kNumber, Int32GetDatum(number));
    add_to_seal(log_schema, table, *row, known->present);
  }
  const LogLock lock = lock_of_command();
  insert_rows(relation, *known, rows, lock);
  relation_close(relation, mode_to_release(lock));
  return first;
}

}  // namespace

int32 write_statements(Oid log_schema, List* rows) { return write_rows(log_schema, statement_table(), rows); }

int32 write_objects(Oid log_schema, List* rows) { return write_rows(log_schema, object_table(), rows); }

void write_log_row(Oid log_schema, const char* table, std::span<const LogColumn> columns, LogRow* row,
                   LogLock lock) {
  const LogTable* known = nullptr;
  Relation relation = open_log_table(log_schema, table, columns, &known);
  insert_rows(relation, *known, list_make1(row), lock);
  relation_close(relation, mode_to_release(lock));
}

void probe_log(Oid log_schema) {
  for (const SealedTable* table : {&statement_table(), &object_table()}) {
    const LogTable* known = nullptr;
    Relation relation = open_log_table(log_schema, table->name, table->columns, &known);
    // The file is there.
    RelationGetNumberOfBlocks(relation);
    relation_close(relation, RowExclusiveLock);
  }
}

}  // namespace schema_audit
