#include "extension/seal/prune.hpp"

#include "extension/backend/spi.hpp"
#include "extension/capture/log_writer.hpp"
#include "extension/capture/object_row.hpp"
#include "extension/capture/recording.hpp"
#include "extension/capture/statement_row.hpp"
#include "extension/seal/log_scan.hpp"

namespace schema_audit {

namespace {

constexpr const char* kCommand = "PRUNE LOG";

struct Pruned {
  std::int64_t first = 0;  // block
  std::int64_t last = 0;
  std::int64_t blocks = 0;
  std::int64_t transactions = 0;
  std::int64_t rows = 0;
};

void lock(Oid log_schema) {
  pg_call([&] {
    const auto lock_table = [&](const char* name, LOCKMODE mode) {
      const Oid table = get_relname_relid(name, log_schema);
      if (!OidIsValid(table)) {
        ereport(ERROR,
                (errcode(ERRCODE_UNDEFINED_TABLE), errmsg("table \"%s\" of the DDL log does not exist", name),
                 errhint("Run ALTER EXTENSION schema_audit UPDATE.")));
      }
      LockRelationOid(table, mode);
    };
    lock_table("ddl_block", ShareUpdateExclusiveLock);
    lock_table("ddl_block", RowExclusiveLock);
    lock_table("ddl_transaction", RowExclusiveLock);
    lock_table("ddl_object", RowExclusiveLock);
    lock_table("ddl_statement", RowExclusiveLock);
  });
}

// Straight from the heap, as rows are written: no trigger is asked.
std::int64_t remove_rows(Oid log_schema, const SealedTable& table, const Incarnation& incarnation,
                         KeyRange xids) {
  std::int64_t removed = 0;
  LogScan rows(log_schema, table, incarnation, xids);
  while (rows.next()) {
    ItemPointerData position = rows.position();
    pg_call([&] { simple_heap_delete(rows.relation(), &position); });
    ++removed;
  }
  return removed;
}

void mark_pruned(LogScan& block) {
  pg_call([&] {
    const TupleDesc descriptor = RelationGetDescr(block.relation());
    auto* values = static_cast<Datum*>(palloc0(sizeof(Datum) * descriptor->natts));
    auto* nulls = static_cast<bool*>(palloc0(sizeof(bool) * descriptor->natts));
    auto* replace = static_cast<bool*>(palloc0(sizeof(bool) * descriptor->natts));
    const auto set = [&](const char* name, Datum value) {
      for (int i = 0; i < descriptor->natts; ++i) {
        if (std::strcmp(NameStr(TupleDescAttr(descriptor, i)->attname), name) != 0) continue;
        values[i] = value;
        replace[i] = true;
      }
    };
    set("pruned_at", TimestampTzGetDatum(GetCurrentTimestamp()));
    set("pruned_by", CStringGetTextDatum(GetUserNameFromId(GetSessionUserId(), false)));
    HeapTuple changed = heap_modify_tuple(block.tuple(), descriptor, values, nulls, replace);
    CatalogTupleUpdate(block.relation(), &changed->t_self, changed);
  });
}

Pruned prune_history(Oid log_schema, const Incarnation& incarnation, TimestampTz before) {
  using namespace block_column;
  Pruned pruned;
  LogScan blocks(log_schema, block_table(), incarnation);
  while (blocks.next()) {
    if (!blocks.is_null(kPrunedAt)) continue;
    if (blocks.int64_at(kSealedAt) >= before) break;
    const KeyRange xids{blocks.uint64_at(kFirstXid), blocks.uint64_at(kEndXid)};
    pruned.rows += remove_rows(log_schema, object_table(), incarnation, xids);
    pruned.rows += remove_rows(log_schema, statement_table(), incarnation, xids);
    pruned.transactions += remove_rows(log_schema, transaction_table(), incarnation, xids);
    pruned.last = blocks.int64_at(block_column::kNumber);
    if (pruned.blocks++ == 0) pruned.first = pruned.last;
    mark_pruned(blocks);
  }
  return pruned;
}

void record(Oid log_schema, const std::vector<std::string>& descriptions) {
  pg_call([&] {
    LogRow* statement = make_statement_row(CMDTAG_SELECT, nullptr, kByFunction);
    statement->set_text(statement_column::kCommandTag, kCommand);
    const int32 number = write_statements(log_schema, list_make1(statement));
    List* rows = NIL;
    const ObjectAddress blocks = {RelationRelationId, get_relname_relid("ddl_block", log_schema), 0};
    for (const std::string& description : descriptions) {
      LogRow* row = make_object_row("target", kCommand, blocks);
      if (row == nullptr) continue;
      row->set(object_column::kStatement, Int32GetDatum(number));
      row->set_text(object_column::kSubcommand, description.c_str());
      rows = lappend(rows, row);
    }
    if (rows != NIL) write_objects(log_schema, rows);
  });
}

std::string describe(const Incarnation& incarnation, const Pruned& pruned) {
  const std::string numbers = pruned.first == pruned.last ? "BLOCK " + std::to_string(pruned.first)
                                                          : "BLOCKS " + std::to_string(pruned.first) +
                                                                " TO " + std::to_string(pruned.last);
  return numbers + " OF " + to_text(incarnation) + ": " + std::to_string(pruned.transactions) +
         " transactions, " + std::to_string(pruned.rows) + " rows";
}

}  // namespace

std::int64_t prune_log(Oid log_schema, TimestampTz before) {
  lock(log_schema);
  const LatestSnapshot snapshot;
  std::vector<std::string> descriptions;
  std::int64_t blocks = 0;
  std::optional<Incarnation> last;
  while (const auto incarnation = LogScan::incarnation_after(log_schema, block_table(), last)) {
    const Pruned pruned = prune_history(log_schema, *incarnation, before);
    if (pruned.blocks > 0) descriptions.push_back(describe(*incarnation, pruned));
    blocks += pruned.blocks;
    last = incarnation;
  }
  if (blocks > 0) record(log_schema, descriptions);
  return blocks;
}

}  // namespace schema_audit
