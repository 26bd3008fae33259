#include "extension/capture/log_writer.hpp"

#include "extension/capture/log_position.hpp"
#include "extension/seal/transaction_seal.hpp"

namespace schema_audit {

namespace {

constexpr int kBatch = 128;

Relation open_log_table(Oid log_schema, const char* name) {
  const Oid oid = get_relname_relid(name, log_schema);
  Relation relation = OidIsValid(oid) ? try_relation_open(oid, RowExclusiveLock) : nullptr;
  if (relation == nullptr) {
    ereport(ERROR,
            (errcode(ERRCODE_UNDEFINED_TABLE), errmsg("table \"%s\" of the DDL log does not exist", name),
             errdetail("A DDL command that cannot be recorded is not run."),
             errhint("Repair the extension, or have a superuser set schema_audit.enabled to off.")));
  }
  if (relation->rd_rel->relkind != RELKIND_RELATION || relation->rd_rel->relam != HEAP_TABLE_AM_OID) {
    ereport(ERROR, (errcode(ERRCODE_WRONG_OBJECT_TYPE),
                    errmsg("\"%s\" of the DDL log is not an ordinary table", name)));
  }
  return relation;
}

// For each attribute of the table the column of our rows that fills it, or -1.
int* map_columns(TupleDesc descriptor, std::span<const LogColumn> columns) {
  auto* map = static_cast<int*>(palloc(sizeof(int) * descriptor->natts));
  for (int i = 0; i < descriptor->natts; ++i) {
    const Form_pg_attribute attribute = TupleDescAttr(descriptor, i);
    map[i] = -1;
    if (attribute->attisdropped || attribute->attgenerated != '\0') continue;
    const auto matches = [&](const LogColumn& column) {
      return std::strcmp(NameStr(attribute->attname), column.name) == 0;
    };
    const auto at = static_cast<std::size_t>(i);
    const auto found = at < columns.size() && matches(columns[at])
                           ? columns.begin() + i
                           : std::find_if(columns.begin(), columns.end(), matches);
    if (found == columns.end()) continue;
    if (attribute->atttypid != found->type) {
      ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                      errmsg("column \"%s\" of the DDL log has type %s instead of %s", found->name,
                             format_type_be(attribute->atttypid), format_type_be(found->type))));
    }
    map[i] = static_cast<int>(found - columns.begin());
  }
  return map;
}

void fill_slot(TupleTableSlot* slot, const int* map, const LogRow& row) {
  ExecClearTuple(slot);
  for (int i = 0; i < slot->tts_tupleDescriptor->natts; ++i) {
    const bool null = map[i] < 0 || row.nulls[map[i]];
    slot->tts_isnull[i] = null;
    slot->tts_values[i] = null ? Datum{0} : row.values[map[i]];
  }
  ExecStoreVirtualTuple(slot);
}

void insert_rows(Relation relation, List* rows, const int* map) {
  EState* state = CreateExecutorState();
  ResultRelInfo* result = makeNode(ResultRelInfo);
  InitResultRelInfo(result, relation, 1, nullptr, 0);
  ExecOpenIndices(result, false);

  TupleTableSlot* slots[kBatch];
  const int slot_count = std::min(list_length(rows), kBatch);
  for (int i = 0; i < slot_count; ++i)
    slots[i] = MakeSingleTupleTableSlot(RelationGetDescr(relation), &TTSOpsVirtual);

  for (int done = 0; done < list_length(rows);) {
    const int count = std::min(list_length(rows) - done, slot_count);
    for (int i = 0; i < count; ++i) fill_slot(slots[i], map, *static_cast<LogRow*>(list_nth(rows, done + i)));
    heap_multi_insert(relation, slots, count, GetCurrentCommandId(true), 0, nullptr);
    for (int i = 0; i < count; ++i) {
      if (result->ri_NumIndices > 0) insert_index_entries(result, slots[i], state);
      ResetPerTupleExprContext(state);
    }
    done += count;
  }

  for (int i = 0; i < slot_count; ++i) ExecDropSingleTupleTableSlot(slots[i]);
  ExecCloseIndices(result);
  FreeExecutorState(state);
}

// Which of our columns the table has: the inverse of the map.
bool* find_present(TupleDesc descriptor, const int* map, std::span<const LogColumn> columns) {
  auto* present = static_cast<bool*>(palloc0(columns.size()));
  for (int i = 0; i < descriptor->natts; ++i) {
    if (map[i] >= 0) present[map[i]] = true;
  }
  return present;
}

int32 write_rows(Oid log_schema, const SealedTable& table, List* rows) {
  Relation relation = open_log_table(log_schema, table.name);
  const int* map = map_columns(RelationGetDescr(relation), table.columns);
  const bool* present = find_present(RelationGetDescr(relation), map, table.columns);
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
    add_to_seal(log_schema, table, *row, present);
  }
  insert_rows(relation, rows, map);
  relation_close(relation, RowExclusiveLock);
  return first;
}

}  // namespace

int32 write_statements(Oid log_schema, List* rows) { return write_rows(log_schema, statement_table(), rows); }

int32 write_objects(Oid log_schema, List* rows) { return write_rows(log_schema, object_table(), rows); }

void write_log_row(Oid log_schema, const char* table, std::span<const LogColumn> columns, LogRow* row) {
  Relation relation = open_log_table(log_schema, table);
  insert_rows(relation, list_make1(row), map_columns(RelationGetDescr(relation), columns));
  relation_close(relation, RowExclusiveLock);
}

}  // namespace schema_audit
