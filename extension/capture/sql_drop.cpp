// The event trigger for sql_drop: every object that a command dropped, with what it took along.
#include "extension/backend/settings.hpp"
#include "extension/capture/event.hpp"
#include "extension/capture/object_row.hpp"

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_sql_drop);
}

namespace schema_audit {

namespace {

// Columns of pg_event_trigger_dropped_objects().
enum : int {
  kClassId,
  kObjectId,
  kSubId,
  kOriginal,
  kNormal,
  kIsTemporary,
  kObjectType,
  kSchemaName,
  kObjectName,
  kObjectIdentity,
  kAddressNames,
  kAddressArgs
};

constexpr int kRowsAtOnce = 512;

std::string_view view_of(Datum datum) {
  const auto* value = reinterpret_cast<const text*>(DatumGetPointer(datum));
  return {VARDATA_ANY(value), static_cast<std::size_t>(VARSIZE_ANY_EXHDR(value))};
}

std::uint64_t hash_of(std::string_view text) {
  return hash_bytes_extended(reinterpret_cast<const unsigned char*>(text.data()),
                             static_cast<int>(text.size()), 0);
}

// A relation among the dropped objects, by the hash of its identity: its row type has the same.
struct DroppedRelation {
  std::uint64_t identity;
  bool composite;
};

HTAB* make_relations() {
  HASHCTL control = {};
  control.keysize = sizeof(std::uint64_t);
  control.entrysize = sizeof(DroppedRelation);
  control.hcxt = CurrentMemoryContext;
  return hash_create("schema_audit dropped relations", 64, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

// Null when nothing that was dropped is to be recorded, all of it being temporary.
HTAB* find_relations(RowSet* dropped) {
  HTAB* relations = nullptr;
  while (dropped->next()) {
    if (DatumGetBool(dropped->value(kIsTemporary)) && !settings.log_temporary) continue;
    if (relations == nullptr) relations = make_relations();
    if (DatumGetObjectId(dropped->value(kClassId)) != RelationRelationId ||
        DatumGetInt32(dropped->value(kSubId)) != 0 || dropped->is_null(kObjectIdentity)) {
      continue;
    }
    const std::uint64_t key = hash_of(view_of(dropped->value(kObjectIdentity)));
    auto* entry = static_cast<DroppedRelation*>(hash_search(relations, &key, HASH_ENTER, nullptr));
    entry->composite = view_of(dropped->value(kObjectType)) == "composite type";
  }
  tuplestore_rescan(dropped->rows);
  return relations;
}

struct DroppedObject {
  ObjectAddress address;
  bool original;  // named by the command
  bool normal;    // dropped by a normal dependency, not as a part of something
  bool temporary;
  const char* schema;  // null outside of schemas
  std::string_view type;
  std::string_view identity;
  const DroppedRelation* relation;  // that has the same identity, or null
};

// The server names no schema for a rule, yet its address begins with that of its table.
const char* schema_of(const RowSet& dropped) {
  if (!dropped.is_null(kSchemaName)) return TextDatumGetCString(dropped.value(kSchemaName));
  if (DatumGetObjectId(dropped.value(kClassId)) != RewriteRelationId || dropped.is_null(kAddressNames))
    return nullptr;
  Datum* names = nullptr;
  int count = 0;
  deconstruct_array(DatumGetArrayTypeP(dropped.value(kAddressNames)), TEXTOID, -1, false, TYPALIGN_INT,
                    &names, nullptr, &count);
  return count > 1 ? TextDatumGetCString(names[0]) : nullptr;
}

DroppedObject read_object(const RowSet& dropped, HTAB* relations) {
  DroppedObject object = {};
  object.address = {DatumGetObjectId(dropped.value(kClassId)), DatumGetObjectId(dropped.value(kObjectId)),
                    DatumGetInt32(dropped.value(kSubId))};
  object.original = DatumGetBool(dropped.value(kOriginal));
  object.normal = DatumGetBool(dropped.value(kNormal));
  object.schema = schema_of(dropped);
  object.temporary = DatumGetBool(dropped.value(kIsTemporary)) || is_temporary_schema(object.schema);
  object.type = view_of(dropped.value(kObjectType));
  if (!dropped.is_null(kObjectIdentity)) {
    object.identity = view_of(dropped.value(kObjectIdentity));
    const std::uint64_t key = hash_of(object.identity);
    object.relation = static_cast<const DroppedRelation*>(hash_search(relations, &key, HASH_FIND, nullptr));
  }
  return object;
}

// What the server makes and drops for itself: row types and array types, TOAST tables, triggers of
// constraints, the rule that is a view's query. None of it is recorded when it is made.
bool is_internal(const DroppedObject& object) {
  if (object.address.classId == RewriteRelationId) return object.identity.starts_with("\"_RETURN\" on ");
  if (object.original || object.normal) return false;
  switch (object.address.classId) {
    case TypeRelationId:
      return object.identity.ends_with("[]") || (object.relation != nullptr && !object.relation->composite);
    case RelationRelationId:
      return object.type == "composite type" || object.type.starts_with("toast") ||
             (object.schema != nullptr && std::string_view(object.schema) == "pg_toast");
    case TriggerRelationId:
      return object.identity.starts_with("\"RI_ConstraintTrigger_") ||
             object.identity.starts_with("\"PK_ConstraintTrigger_");
    default:
      return false;
  }
}

// A type's catalog row is gone, but what went with it and the command say what it was.
const char* kind_of_dropped(const Event& event, const DroppedObject& object) {
  if (object.address.classId != TypeRelationId) return kind_of(object.type, {});
  if (object.relation != nullptr && object.relation->composite) return "composite_type";
  return object.original && event.trigger->tag == CMDTAG_DROP_DOMAIN ? "domain" : nullptr;
}

void copy_value(LogRow* row, int to, const RowSet& dropped, int from) {
  if (!dropped.is_null(from)) row->set(to, datumCopy(dropped.value(from), false, -1));
}

LogRow* make_dropped_row(const Event& event, const RowSet& dropped, const DroppedObject& object) {
  LogRow* row = make_log_row();
  row->set_constant(object_column::kRole, "dropped");
  row->set_constant(object_column::kCommandTag, GetCommandTagName(event.trigger->tag));
  row->set_constant(object_column::kKind, kind_of_dropped(event, object));
  copy_value(row, object_column::kObjectType, dropped, kObjectType);
  copy_value(row, object_column::kObjectIdentity, dropped, kObjectIdentity);
  row->set_text(object_column::kSchemaName, object.schema);
  copy_value(row, object_column::kAddressNames, dropped, kAddressNames);
  copy_value(row, object_column::kAddressArgs, dropped, kAddressArgs);
  row->set(object_column::kClassId, ObjectIdGetDatum(object.address.classId));
  row->set(object_column::kObjectId, ObjectIdGetDatum(object.address.objectId));
  row->set(object_column::kSubId, Int32GetDatum(object.address.objectSubId));
  row->set(object_column::kOriginal, BoolGetDatum(object.original));
  row->set(object_column::kNormal, BoolGetDatum(object.normal));
  return row;
}

void record_rows(const Event& event, RowSet& dropped, HTAB* relations) {
  // A command can drop very many objects: their rows live in batches.
  MemoryContext batch =
      AllocSetContextCreate(CurrentMemoryContext, "schema_audit dropped objects", ALLOCSET_DEFAULT_SIZES);
  const MemoryContext outer = MemoryContextSwitchTo(batch);
  List* rows = NIL;
  while (dropped.next()) {
    const DroppedObject object = read_object(dropped, relations);
    if ((object.temporary && !settings.log_temporary) || is_internal(object)) continue;
    rows = lappend(rows, make_dropped_row(event, dropped, object));
    if (list_length(rows) < kRowsAtOnce) continue;
    record_objects(event.recording, rows);
    rows = NIL;
    MemoryContextReset(batch);
    CHECK_FOR_INTERRUPTS();
  }
  record_objects(event.recording, rows);
  MemoryContextSwitchTo(outer);
  MemoryContextDelete(batch);
}

void record_dropped_objects(const Event& event) {
  // Nothing but temporary objects: the server's list need not be asked for.
  if (event.recording.frame != nullptr && event.recording.frame->drops == Drops::kLeftOut) return;
  RowSet dropped = call_set_returning(F_PG_EVENT_TRIGGER_DROPPED_OBJECTS);
  HTAB* relations = find_relations(&dropped);
  if (relations != nullptr) record_rows(event, dropped, relations);
  dropped.finish();
}

}  // namespace

}  // namespace schema_audit

Datum schema_audit_sql_drop(PG_FUNCTION_ARGS) {
  return schema_audit::on_event(fcinfo, schema_audit::record_dropped_objects);
}
