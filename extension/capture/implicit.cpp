#include "extension/capture/implicit.hpp"

#include "extension/capture/alter_table.hpp"
#include "extension/capture/object_row.hpp"

namespace schema_audit {

namespace {

bool is_new(HeapTuple tuple) {
  return TransactionIdIsCurrentTransactionId(HeapTupleHeaderGetXmin(tuple->t_data));
}

bool is_new_relation(Oid relation) {
  HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
  if (!HeapTupleIsValid(tuple)) return false;
  const bool result = is_new(tuple);
  ReleaseSysCache(tuple);
  return result;
}

}  // namespace

void ImplicitObjects::add(Oid class_id, Oid object_id) {
  if (!OidIsValid(object_id)) return;
  const ObjectAddress address = {class_id, object_id, 0};
  if (object_address_present(&address, known_)) return;
  add_exact_object_address(&address, known_);
  auto* copy = static_cast<ObjectAddress*>(palloc(sizeof(ObjectAddress)));
  *copy = address;
  found_ = lappend(found_, copy);
}

void ImplicitObjects::add_constraints(Oid index_id, AttrNumber attribute, Oid owner, bool only_new) {
  Relation catalog = table_open(ConstraintRelationId, AccessShareLock);
  ScanKeyData key;
  ScanKeyInit(&key, attribute, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(owner));
  SysScanDesc scan = systable_beginscan(catalog, index_id, true, nullptr, 1, &key);
  while (HeapTuple tuple = systable_getnext(scan)) {
    if (!only_new || is_new(tuple)) {
      add(ConstraintRelationId, reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple))->oid);
    }
  }
  systable_endscan(scan);
  table_close(catalog, AccessShareLock);
}

void ImplicitObjects::add_relation_parts(Oid relation_id, bool only_new) {
  Relation relation = OidIsValid(relation_id) ? try_relation_open(relation_id, AccessShareLock) : nullptr;
  if (relation == nullptr) return;
  // An index is attached to an index.
  if (relation->rd_rel->relkind != RELKIND_RELATION &&
      relation->rd_rel->relkind != RELKIND_PARTITIONED_TABLE &&
      relation->rd_rel->relkind != RELKIND_FOREIGN_TABLE) {
    relation_close(relation, AccessShareLock);
    return;
  }
  List* indexes = RelationGetIndexList(relation);
  for (int i = 0; i < list_length(indexes); ++i) {
    const Oid index = list_nth_oid(indexes, i);
    if (!only_new || is_new_relation(index)) add(RelationRelationId, index);
  }
  if (relation->trigdesc != nullptr) {
    for (int i = 0; i < relation->trigdesc->numtriggers; ++i) {
      const Trigger& trigger = relation->trigdesc->triggers[i];
      if (!trigger.tgisinternal && !only_new) add(TriggerRelationId, trigger.tgoid);
    }
  }
  relation_close(relation, AccessShareLock);
  add_constraints(ConstraintRelidTypidNameIndexId, Anum_pg_constraint_conrelid, relation_id, only_new);
}

// What this transaction gave a table and its partitions.
void ImplicitObjects::add_new_parts_below(Oid relation) {
  if (!OidIsValid(relation)) return;
  const List* family = find_all_inheritors(relation, NoLock, nullptr);
  for (int i = 0; i < list_length(family); ++i) add_relation_parts(list_nth_oid(family, i), true);
}

// An index, the indexes of partitions below it, and the constraints they stand for.
void ImplicitObjects::add_index_family(Oid index) {
  add(RelationRelationId, index);
  add(ConstraintRelationId, get_index_constraint(index));
  if (get_rel_relkind(index) != RELKIND_PARTITIONED_INDEX) return;
  const List* children = find_all_inheritors(index, NoLock, nullptr);
  for (int i = 0; i < list_length(children); ++i) {
    const Oid child = list_nth_oid(children, i);
    if (child == index || !is_new_relation(child)) continue;
    add(RelationRelationId, child);
    add(ConstraintRelationId, get_index_constraint(child));
  }
}

void ImplicitObjects::expand_alter_table(const CollectedCommand* command) {
  const List* parts = command->d.alterTable.subcmds;
  for (int i = 0; i < list_length(parts); ++i) {
    const auto* part = static_cast<const CollectedATSubcmd*>(list_nth(parts, i));
    const auto* parsed = reinterpret_cast<const AlterTableCmd*>(part->parsetree);
    const ObjectAddress& address = part->address;
    if (parsed->subtype == AT_AttachPartition) {
      add_new_parts_below(partition_of(parsed));
      continue;
    }
    if (!OidIsValid(address.objectId)) continue;
    switch (parsed->subtype) {
      case AT_AddIndex:
      case AT_AddIndexConstraint:
        if (address.classId == RelationRelationId) add_index_family(address.objectId);
        if (address.classId == ConstraintRelationId) add_index_family(get_constraint_index(address.objectId));
        break;
      case AT_AddConstraint: {
        const Oid index =
            address.classId == ConstraintRelationId ? get_constraint_index(address.objectId) : InvalidOid;
        if (OidIsValid(index) && is_new_relation(index)) add_index_family(index);
        if (get_rel_relkind(command->d.alterTable.objectId) == RELKIND_PARTITIONED_TABLE) {
          add_new_parts_below(command->d.alterTable.objectId);
        }
        break;
      }
      default:
        break;
    }
  }
}

void ImplicitObjects::expand(const CollectedCommand* command) {
  if (command->type == SCT_AlterTable) {
    expand_alter_table(command);
    return;
  }
  if (command->type != SCT_Simple || command->parsetree == nullptr) return;
  const Oid object = command->d.simple.address.objectId;
  switch (nodeTag(command->parsetree)) {
    case T_CreateStmt:
    case T_CreateForeignTableStmt:
      add_relation_parts(object, false);
      break;
    case T_IndexStmt:
      if (get_rel_relkind(object) != '\0') add_index_family(object);
      break;
    case T_CreateDomainStmt:
      add_constraints(ConstraintTypidIndexId, Anum_pg_constraint_contypid, object, false);
      break;
    default:
      break;
  }
}

List* ImplicitObjects::rows(const char* command_tag) const {
  List* rows = NIL;
  for (int i = 0; i < list_length(found_); ++i) {
    LogRow* row =
        make_object_row("implicit", command_tag, *static_cast<const ObjectAddress*>(list_nth(found_, i)));
    if (row != nullptr) rows = lappend(rows, row);
  }
  return rows;
}

}  // namespace schema_audit
