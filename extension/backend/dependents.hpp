// What needs an object, by pg_depend.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

// Calls visit(tuple, link) for each row of pg_depend that refers to the object or a part of it; `link` lives
// as long as the call.
template <typename Visit>
void visit_dependents(Oid class_id, Oid object_id, const Visit& visit) {
  Relation catalog = table_open(DependRelationId, AccessShareLock);
  ScanKeyData keys[2];
  ScanKeyInit(&keys[0], Anum_pg_depend_refclassid, BTEqualStrategyNumber, F_OIDEQ,
              ObjectIdGetDatum(class_id));
  ScanKeyInit(&keys[1], Anum_pg_depend_refobjid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(object_id));
  SysScanDesc scan = systable_beginscan(catalog, DependReferenceIndexId, true, nullptr, 2, keys);
  while (HeapTuple tuple = systable_getnext(scan)) {
    visit(tuple, *reinterpret_cast<Form_pg_depend>(GETSTRUCT(tuple)));
  }
  systable_endscan(scan);
  table_close(catalog, AccessShareLock);
}

}  // namespace schema_audit
