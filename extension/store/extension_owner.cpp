#include "extension/store/extension_owner.hpp"

#include "extension/backend/guard.hpp"

namespace schema_audit {

Oid extension_owner() {
  const Oid owner = pg_call([]() -> Oid {
    const Oid schema = get_namespace_oid("schema_audit", true);
    const Oid table = OidIsValid(schema) ? get_relname_relid("object_version", schema) : InvalidOid;
    HeapTuple tuple = OidIsValid(table) ? SearchSysCache1(RELOID, ObjectIdGetDatum(table)) : nullptr;
    if (!HeapTupleIsValid(tuple)) return InvalidOid;
    const Oid role = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple))->relowner;
    ReleaseSysCache(tuple);
    return role;
  });
  if (!OidIsValid(owner)) {
    throw SqlError(ERRCODE_UNDEFINED_TABLE, "the tables of schema_audit do not exist in this database", "",
                   "Run CREATE EXTENSION schema_audit.");
  }
  return owner;
}

}  // namespace schema_audit
