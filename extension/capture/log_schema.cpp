#include "extension/capture/log_schema.hpp"

#include "extension/backend/dependents.hpp"
#include "extension/backend/fault.hpp"

namespace schema_audit {

namespace {

struct Known {
  bool valid;
  Oid schema;
  Oid table;  // the table that was found in it
};
Known known = {false, InvalidOid, InvalidOid};

// Counts what the catalog reported, to notice a report that comes in the middle of a look-up.
uint64 changes = 0;

void on_schema_change(Datum, CacheId, uint32) { forget_log_schema(); }

void on_relation_change(Datum, Oid relation) {
  if (relation == InvalidOid || relation == known.table) forget_log_schema();
}

// A table by its name among the members of the extension: so its schema may be renamed.
Oid find_member_table(Oid extension, const char* name) {
  Oid found = InvalidOid;
  visit_dependents(ExtensionRelationId, extension, [&](HeapTuple, const FormData_pg_depend& link) {
    if (link.classid != RelationRelationId || link.objsubid != 0) return;
    const char* relation = get_rel_name(link.objid);
    if (relation != nullptr && std::strcmp(relation, name) == 0) found = link.objid;
  });
  return found;
}

Known look_up() {
  const Oid extension = get_extension_oid("schema_audit", true);
  if (!OidIsValid(extension)) return {true, InvalidOid, InvalidOid};
  const Oid table = find_member_table(extension, "ddl_statement");
  if (OidIsValid(table)) return {true, get_rel_namespace(table), table};
  // Taking the table out of the extension does not end the log.
  const Oid schema = get_namespace_oid("schema_audit", true);
  return {true, schema, OidIsValid(schema) ? get_relname_relid("ddl_statement", schema) : InvalidOid};
}

}  // namespace

Oid log_schema() {
  fault_in_server();
  if (!known.valid) {
    if (!IsTransactionState() || !OidIsValid(MyDatabaseId)) return InvalidOid;
    const uint64 before = changes;
    const Known found = look_up();
    // The tables of an extension that is just being made are not all there yet.
    if (before != changes || creating_extension) return found.schema;
    known = found;
  }
  return known.schema;
}

bool knows_log_schema() { return known.valid; }

bool is_without_log() { return known.valid && !OidIsValid(known.schema); }

void forget_log_schema() {
  known.valid = false;
  changes++;
}

void watch_log_schema() {
  CacheRegisterSyscacheCallback(NAMESPACEOID, on_schema_change, Datum{0});
  CacheRegisterRelcacheCallback(on_relation_change, Datum{0});
}

}  // namespace schema_audit
