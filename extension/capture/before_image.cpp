#include "extension/capture/before_image.hpp"

#include "extension/backend/fault.hpp"
#include "extension/capture/object_row.hpp"

namespace schema_audit {

namespace {

// All that is committed now, and of the own transaction what came before the statement. What the statement
// changed is locked, so nobody else can have changed it meanwhile.
Snapshot snapshot_before(const StatementFrame* frame) {
  CommandId command = FirstCommandId;
  if (frame != nullptr) {
    command = frame->first_command;
  } else if (ActiveSnapshotSet()) {
    command = GetActiveSnapshot()->curcid;
  }
  Snapshot snapshot = RegisterSnapshot(GetLatestSnapshot());
  snapshot->curcid = command;
  return snapshot;
}

// Calls `visit` with each old row that fits.
template <typename Visit>
void visit_before(const StatementFrame* frame, Oid catalog_id, Oid index_id, ScanKeyData* keys, int key_count,
                  const Visit& visit) {
  fault_in_server();
  Snapshot snapshot = snapshot_before(frame);
  Relation catalog = table_open(catalog_id, AccessShareLock);
  SysScanDesc scan = systable_beginscan(catalog, index_id, true, snapshot, key_count, keys);
  while (HeapTuple tuple = systable_getnext(scan)) visit(tuple, RelationGetDescr(catalog));
  systable_endscan(scan);
  table_close(catalog, AccessShareLock);
  UnregisterSnapshot(snapshot);
}

template <typename Visit>
void visit_object_before(const StatementFrame* frame, const ObjectAddress& object, const Visit& visit) {
  if (!is_objectclass_supported(object.classId)) return;
  ScanKeyData key;
  ScanKeyInit(&key, get_object_attnum_oid(object.classId), BTEqualStrategyNumber, F_OIDEQ,
              ObjectIdGetDatum(object.objectId));
  visit_before(frame, object.classId, get_object_oid_index(object.classId), &key, 1, visit);
}

// Appends the entries of an ACL; those of a column with its name, as in "dev=r/postgres(id)".
List* append_acl(List* texts, HeapTuple tuple, int attribute, TupleDesc descriptor, const char* column) {
  bool null = false;
  const Datum value = heap_getattr(tuple, attribute, descriptor, &null);
  if (null) return texts;
  Acl* acl = DatumGetAclPCopy(value);
  for (int i = 0; i < ACL_NUM(acl); ++i) {
    char* text = DatumGetCString(DirectFunctionCall1(aclitemout, PointerGetDatum(ACL_DAT(acl) + i)));
    texts = lappend(texts, column == nullptr ? text : psprintf("%s(%s)", text, quote_identifier(column)));
  }
  return texts;
}

}  // namespace

void set_old_owner(LogRow* row, const StatementFrame* frame, const ObjectAddress& object) {
  visit_object_before(frame, object, [&](HeapTuple tuple, TupleDesc descriptor) {
    const AttrNumber attribute = get_object_attnum_owner(object.classId);
    if (attribute == InvalidAttrNumber) return;
    bool null = false;
    const Oid owner = DatumGetObjectId(heap_getattr(tuple, attribute, descriptor, &null));
    if (null) return;
    const char* name = GetUserNameFromId(owner, true);
    row->set_text(object_column::kOldOwner, name != nullptr ? name : psprintf("%u", owner));
  });
}

void set_old_privileges(LogRow* row, const StatementFrame* frame, const ObjectAddress& object, bool columns) {
  List* texts = NIL;
  bool found = false;
  visit_object_before(frame, object, [&](HeapTuple tuple, TupleDesc descriptor) {
    const AttrNumber attribute = get_object_attnum_acl(object.classId);
    if (attribute == InvalidAttrNumber) return;
    found = true;
    texts = append_acl(texts, tuple, attribute, descriptor, nullptr);
  });
  if (!found) return;
  if (columns && object.classId == RelationRelationId) {
    ScanKeyData key;
    ScanKeyInit(&key, Anum_pg_attribute_attrelid, BTEqualStrategyNumber, F_OIDEQ,
                ObjectIdGetDatum(object.objectId));
    visit_before(frame, AttributeRelationId, AttributeRelidNumIndexId, &key, 1,
                 [&](HeapTuple tuple, TupleDesc descriptor) {
                   const auto* column = reinterpret_cast<Form_pg_attribute>(GETSTRUCT(tuple));
                   texts = append_acl(texts, tuple, Anum_pg_attribute_attacl, descriptor,
                                      NameStr(column->attname));
                 });
  }
  row->set(object_column::kOldPrivileges, text_array(texts));
}

void set_old_default_privileges(LogRow* row, const StatementFrame* frame, Oid role, Oid schema,
                                char objects) {
  ScanKeyData keys[3];
  ScanKeyInit(&keys[0], Anum_pg_default_acl_defaclrole, BTEqualStrategyNumber, F_OIDEQ,
              ObjectIdGetDatum(role));
  ScanKeyInit(&keys[1], Anum_pg_default_acl_defaclnamespace, BTEqualStrategyNumber, F_OIDEQ,
              ObjectIdGetDatum(schema));
  ScanKeyInit(&keys[2], Anum_pg_default_acl_defaclobjtype, BTEqualStrategyNumber, F_CHAREQ,
              CharGetDatum(objects));
  List* texts = NIL;
  visit_before(frame, DefaultAclRelationId, DefaultAclRoleNspObjIndexId, keys, 3,
               [&](HeapTuple tuple, TupleDesc descriptor) {
                 texts = append_acl(texts, tuple, Anum_pg_default_acl_defaclacl, descriptor, nullptr);
               });
  row->set(object_column::kOldPrivileges, text_array(texts));
}

}  // namespace schema_audit
