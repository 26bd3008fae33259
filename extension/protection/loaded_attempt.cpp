#include "extension/protection/loaded_attempt.hpp"

#include "extension/attempt/attempt_table.hpp"
#include "extension/capture/log_position.hpp"

namespace schema_audit {

namespace {

// What is added to each number of the running command.
int64 offset = 0;

bool holds_attempts(Relation table) {
  return std::strcmp(RelationGetRelationName(table), "ddl_attempt") == 0;
}

}  // namespace

void begin_loading_attempts(Relation table) {
  if (!holds_attempts(table)) return;
  LockRelationOid(RelationGetRelid(table), ShareUpdateExclusiveLock);
  offset = newest_attempt(RelationGetRelid(table), log_incarnation());
}

HeapTuple numbered_attempt(Relation table, HeapTuple loaded) {
  if (offset == 0 || !holds_attempts(table)) return loaded;
  int column = SPI_fnumber(RelationGetDescr(table), "id");
  bool null = false;
  if (column <= 0) return loaded;
  Datum id = SPI_getbinval(loaded, RelationGetDescr(table), column, &null);
  if (null) return loaded;
  id = Int64GetDatum(DatumGetInt64(id) + offset);
  return heap_modify_tuple_by_cols(loaded, RelationGetDescr(table), 1, &column, &id, &null);
}

}  // namespace schema_audit
