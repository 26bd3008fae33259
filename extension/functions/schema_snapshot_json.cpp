// schema_snapshot_json(id integer) returns json
#include "core/render/snapshot_codec.hpp"
#include "extension/functions/function_scope.hpp"
#include "extension/store/snapshot_store.hpp"

namespace schema_audit {

namespace {

std::string snapshot_document(std::int32_t id) {
  const FunctionScope scope;
  const SpiConnection spi;
  const auto row = find_snapshot(id);
  if (!row) {
    throw SqlError(ERRCODE_UNDEFINED_OBJECT, "snapshot " + std::to_string(id) + " does not exist", "",
                   "SELECT * FROM schema_audit.snapshots lists the snapshots there are.");
  }
  Snapshot snapshot;
  snapshot.format_version = row->format_version;
  snapshot.database = pg_call([] { return get_database_name(MyDatabaseId); });
  snapshot.server_version = row->server_version;
  snapshot.taken_at = row->taken_at;
  snapshot.skipped = row->instant.skipped;
  snapshot.objects = objects_of(id);
  seal(snapshot);
  if (snapshot.fingerprint != row->fingerprint) {
    throw SqlError(ERRCODE_DATA_CORRUPTED,
                   "the stored objects of snapshot " + std::to_string(id) + " do not fit its fingerprint", "",
                   "Rows of schema_audit.object_version were changed or lost.");
  }
  return snapshot_to_json(snapshot, false);
}

}  // namespace

}  // namespace schema_audit

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_snapshot_json);

Datum schema_audit_snapshot_json(PG_FUNCTION_ARGS) {
  const int32 id = PG_GETARG_INT32(0);
  text* document = schema_audit::guard([&]() -> text* {
    const std::string json = schema_audit::snapshot_document(id);
    return schema_audit::pg_call(
        [&] { return cstring_to_text_with_len(json.data(), static_cast<int>(json.size())); });
  });
  PG_RETURN_TEXT_P(document);
}
}
