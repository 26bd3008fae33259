#include "extension/capture/log_table.hpp"

#include "extension/backend/fault.hpp"

namespace schema_audit {

namespace {

constexpr int kMaxTables = 8;
LogTable tables[kMaxTables] = {};

// Counts what the catalog reported, to notice a report that comes in the middle of a look-up.
uint64 changes = 0;

void on_table_change(Datum, Oid relation) {
  ++changes;
  for (LogTable& table : tables) {
    if (relation == InvalidOid || relation == table.oid) table.valid = false;
  }
}

[[noreturn]] void refuse_missing(const char* name) {
  ereport(ERROR,
          (errcode(ERRCODE_UNDEFINED_TABLE), errmsg("table \"%s\" of the DDL log does not exist", name),
           errdetail("A DDL command that cannot be recorded is not run."),
           errhint("Repair the extension, or have a superuser set schema_audit.enabled to off.")));
  pg_unreachable();
}

int column_of(const FormData_pg_attribute& attribute, std::size_t at, std::span<const LogColumn> columns) {
  if (attribute.attisdropped || attribute.attgenerated != '\0') return -1;
  const auto matches = [&](const LogColumn& column) {
    return std::strcmp(NameStr(attribute.attname), column.name) == 0;
  };
  const auto found = at < columns.size() && matches(columns[at])
                         ? columns.begin() + static_cast<std::ptrdiff_t>(at)
                         : std::find_if(columns.begin(), columns.end(), matches);
  if (found == columns.end()) return -1;
  if (attribute.atttypid != found->type) {
    ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                    errmsg("column \"%s\" of the DDL log has type %s instead of %s", found->name,
                           format_type_be(attribute.atttypid), format_type_be(found->type))));
  }
  return static_cast<int>(found - columns.begin());
}

unsigned alignment_of(const FormData_pg_attribute& attribute) {
  switch (attribute.attalign) {
    case TYPALIGN_DOUBLE:
      return ALIGNOF_DOUBLE;
    case TYPALIGN_INT:
      return ALIGNOF_INT;
    case TYPALIGN_SHORT:
      return ALIGNOF_SHORT;
    default:
      return 1;
  }
}

void read_columns(LogTable* table, TupleDesc descriptor, std::span<const LogColumn> columns) {
  const auto attributes = static_cast<Size>(descriptor->natts);
  auto* layout = static_cast<LogAttribute*>(palloc(sizeof(LogAttribute) * attributes));
  auto* present = static_cast<bool*>(palloc0(columns.size()));
  for (int i = 0; i < descriptor->natts; ++i) {
    const FormData_pg_attribute& attribute = *TupleDescAttr(descriptor, i);
    const bool string = attribute.attlen < 0;
    layout[i] = {column_of(attribute, static_cast<std::size_t>(i), columns), attribute.attlen,
                 alignment_of(attribute), attribute.attbyval,
                 string && attribute.attstorage != TYPSTORAGE_PLAIN};
    if (layout[i].column >= 0) present[layout[i].column] = true;
  }
  table->attributes = descriptor->natts;
  table->layout = layout;
  table->present =
      std::find(present, present + columns.size(), false) == present + columns.size() ? nullptr : present;
}

bool is_plain(const IndexInfo& index) {
  if (index.ii_Expressions != NIL || index.ii_Predicate != NIL || index.ii_ExclusionOps != nullptr)
    return false;
  if (!index.ii_ReadyForInserts || index.ii_Am != BTREE_AM_OID) return false;
  for (int i = 0; i < index.ii_NumIndexAttrs; ++i) {
    if (index.ii_IndexAttrNumbers[i] <= 0) return false;
  }
  return true;
}

void read_indexes(LogTable* table, Relation relation) {
  List* list = RelationGetIndexList(relation);
  auto* indexes = static_cast<LogIndex*>(palloc(sizeof(LogIndex) * (list_length(list) + 1)));
  table->plain = true;
  for (int i = 0; i < list_length(list); ++i) {
    Relation index = index_open(list_nth_oid(list, i), AccessShareLock);
    indexes[i] = {RelationGetRelid(index), BuildIndexInfo(index)};
    // Uniqueness that is only checked later takes a trigger.
    if (!is_plain(*indexes[i].info) || !index->rd_index->indimmediate) table->plain = false;
    index_close(index, AccessShareLock);
  }
  table->index_count = list_length(list);
  table->indexes = indexes;
}

// Reads the open table into its entry.
void read_table(LogTable* table, Relation relation, std::span<const LogColumn> columns) {
  if (relation->rd_rel->relkind != RELKIND_RELATION || relation->rd_rel->relam != HEAP_TABLE_AM_OID) {
    ereport(ERROR, (errcode(ERRCODE_WRONG_OBJECT_TYPE),
                    errmsg("\"%s\" of the DDL log is not an ordinary table", table->name)));
  }
  if (table->context == nullptr) {
    table->context =
        AllocSetContextCreate(CacheMemoryContext, "schema_audit log table", ALLOCSET_SMALL_SIZES);
  }
  MemoryContextReset(table->context);
  const MemoryContext outer = MemoryContextSwitchTo(table->context);
  read_columns(table, RelationGetDescr(relation), columns);
  read_indexes(table, relation);
  MemoryContextSwitchTo(outer);
}

// The entry of that name, or else the first that is free; null when there is none.
LogTable* find_entry(const char* name) {
  for (LogTable& table : tables) {
    if (table.name == nullptr || table.name == name || std::strcmp(table.name, name) == 0) return &table;
  }
  return nullptr;
}

LogTable* entry_of(Oid log_schema, const char* name) {
  LogTable* entry = find_entry(name);
  if (entry == nullptr) elog(ERROR, "too many tables in the DDL log");
  if (entry->schema != log_schema) entry->valid = false;
  entry->name = name;
  entry->schema = log_schema;
  return entry;
}

// The table by its name, locked.
Relation find_table(LogTable* table) {
  const Oid oid = get_relname_relid(table->name, table->schema);
  Relation relation = OidIsValid(oid) ? try_relation_open(oid, RowExclusiveLock) : nullptr;
  if (relation == nullptr) refuse_missing(table->name);
  return relation;
}

}  // namespace

Relation open_log_table(Oid log_schema, const char* name, std::span<const LogColumn> columns,
                        const LogTable** known) {
  fault_in_server();
  LogTable* table = entry_of(log_schema, name);
  *known = table;
  if (table->valid) {
    LockRelationOid(table->oid, RowExclusiveLock);
    // Getting the lock has brought the news of what others did to the table.
    if (table->valid) return relation_open(table->oid, NoLock);
    UnlockRelationOid(table->oid, RowExclusiveLock);
  }
  Relation relation = find_table(table);
  const uint64 before = changes;
  table->oid = RelationGetRelid(relation);
  read_table(table, relation, columns);
  table->valid = before == changes;
  return relation;
}

bool knows_log_table(Oid log_schema, const char* name) {
  const LogTable* entry = find_entry(name);
  return entry != nullptr && entry->valid && entry->schema == log_schema;
}

void watch_log_tables() { CacheRegisterRelcacheCallback(on_table_change, Datum{0}); }

}  // namespace schema_audit
