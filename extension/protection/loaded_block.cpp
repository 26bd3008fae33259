#include "extension/protection/loaded_block.hpp"

#include "extension/backend/spi.hpp"
#include "extension/seal/log_scan.hpp"

namespace schema_audit {

namespace {

bool holds_blocks(Relation table) {
  return std::strcmp(RelationGetRelationName(table), block_table().name) == 0;
}

struct LoadedBlock {
  std::uint64_t number;
  std::int64_t sealed_at;
};

// Null values make a row that the table refuses anyway.
LoadedBlock read_block(Relation table, HeapTuple loaded) {
  const TupleDesc descriptor = RelationGetDescr(table);
  bool null = false;
  const auto value = [&](const char* name) {
    const int column = SPI_fnumber(descriptor, name);
    return column > 0 ? SPI_getbinval(loaded, descriptor, column, &null) : Datum{0};
  };
  return {DatumGetUInt64(value("number")), DatumGetTimestampTz(value("sealed_at"))};
}

}  // namespace

void keep_from_sealing(Relation table) {
  if (holds_blocks(table)) LockRelationOid(RelationGetRelid(table), ShareUpdateExclusiveLock);
}

void make_room_for_block(Relation table, HeapTuple loaded) {
  if (!holds_blocks(table)) return;
  const LoadedBlock block = pg_call([&] { return read_block(table, loaded); });
  const LatestSnapshot snapshot;
  LogScan younger(RelationGetNamespace(table), block_table(), current_log_incarnation(), {block.number});
  while (younger.next()) {
    if (younger.int64_at(block_column::kSealedAt) <= block.sealed_at) continue;
    ItemPointerData position = younger.position();
    pg_call([&] { simple_heap_delete(younger.relation(), &position); });
  }
}

}  // namespace schema_audit
