#include "extension/capture/implicit.hpp"

#include "core/kinds/kind.hpp"
#include "extension/backend/dependents.hpp"
#include "extension/backend/fault.hpp"
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

Oid table_of_constraint(Oid constraint) {
  HeapTuple tuple = SearchSysCache1(CONSTROID, ObjectIdGetDatum(constraint));
  if (!HeapTupleIsValid(tuple)) return InvalidOid;
  const Oid table = reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple))->conrelid;
  ReleaseSysCache(tuple);
  return table;
}

// What this transaction made that needs an object. Calls `visit` with each address and its dependency type.
template <typename Visit>
void visit_new_dependents(Oid class_id, Oid object_id, const Visit& visit) {
  fault_in_server();
  visit_dependents(class_id, object_id, [&](HeapTuple tuple, const FormData_pg_depend& link) {
    if (is_new(tuple)) visit(link.classid, link.objid, link.deptype);
  });
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
  const bool has_triggers = relation->rd_rel->relhastriggers;
  const List* indexes = relation->rd_rel->relhasindex ? RelationGetIndexList(relation) : NIL;
  for (int i = 0; i < list_length(indexes); ++i) {
    const Oid index = list_nth_oid(indexes, i);
    if (!only_new || is_new_relation(index)) add(RelationRelationId, index);
  }
  relation_close(relation, AccessShareLock);
  if (has_triggers) add_triggers(relation_id, only_new);
  add_constraints(ConstraintRelidTypidNameIndexId, Anum_pg_constraint_conrelid, relation_id, only_new);
}

// Triggers that partitions have from their partitioned table, not those that constraints are made of.
void ImplicitObjects::add_triggers(Oid relation, bool only_new) {
  Relation catalog = table_open(TriggerRelationId, AccessShareLock);
  ScanKeyData key;
  ScanKeyInit(&key, Anum_pg_trigger_tgrelid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(relation));
  SysScanDesc scan = systable_beginscan(catalog, TriggerRelidNameIndexId, true, nullptr, 1, &key);
  while (HeapTuple tuple = systable_getnext(scan)) {
    const auto* trigger = reinterpret_cast<Form_pg_trigger>(GETSTRUCT(tuple));
    if (trigger->tgisinternal || (only_new && !is_new(tuple))) continue;
    add(TriggerRelationId, trigger->oid);
  }
  systable_endscan(scan);
  table_close(catalog, AccessShareLock);
}

// Tables and schemas that CREATE PUBLICATION names.
void ImplicitObjects::add_publication_members(Oid publication) {
  visit_new_dependents(PublicationRelationId, publication, [&](Oid class_id, Oid object_id, char) {
    if (class_id == PublicationRelRelationId || class_id == PublicationNamespaceRelationId)
      add(class_id, object_id);
  });
}

// Operators and functions that a command adds to a family without their being parts of a class. `members` is
// a List of OpFamilyMember*.
void ImplicitObjects::add_loose_members(Oid family, const List* members) {
  for (int i = 0; i < list_length(members); ++i) {
    const auto& member = *static_cast<const OpFamilyMember*>(list_nth(members, i));
    if (member.ref_is_hard && !member.ref_is_family) continue;
    const Datum left = ObjectIdGetDatum(member.lefttype);
    const Datum right = ObjectIdGetDatum(member.righttype);
    const Datum number = Int16GetDatum(static_cast<int16>(member.number));
    if (member.is_func) {
      add(AccessMethodProcedureRelationId,
          GetSysCacheOid4(AMPROCNUM, Anum_pg_amproc_oid, family, left, right, number));
    } else {
      add(AccessMethodOperatorRelationId,
          GetSysCacheOid4(AMOPSTRATEGY, Anum_pg_amop_oid, family, left, right, number));
    }
  }
}

// A new partition of a table that foreign keys refer to is referred to by a constraint of its own.
void ImplicitObjects::add_foreign_keys_to(Oid relation) {
  visit_new_dependents(RelationRelationId, relation, [&](Oid class_id, Oid object_id, char) {
    if (class_id == ConstraintRelationId) add(ConstraintRelationId, object_id);
  });
}

// A range type comes with its multirange type, the functions that construct both, and casts.
void ImplicitObjects::add_parts_of_type(Oid type, int depth) {
  visit_new_dependents(TypeRelationId, type, [&](Oid class_id, Oid object_id, char dependency) {
    if (dependency != DEPENDENCY_INTERNAL) return;
    if (class_id == TypeRelationId) {
      // Not its array type.
      if (OidIsValid(get_element_type(object_id))) return;
      add(TypeRelationId, object_id);
      if (depth == 0) add_parts_of_type(object_id, depth + 1);
    } else if (class_id == ProcedureRelationId) {
      add(class_id, object_id);
      visit_new_dependents(ProcedureRelationId, object_id, [&](Oid user, Oid user_id, char) {
        if (user == CastRelationId) add(CastRelationId, user_id);
      });
    }
  });
}

// A trigger of a partitioned table has a copy on each partition.
void ImplicitObjects::add_clones_of(Oid trigger) {
  visit_new_dependents(TriggerRelationId, trigger, [&](Oid class_id, Oid object_id, char dependency) {
    if (class_id != TriggerRelationId || dependency != DEPENDENCY_PARTITION_PRI) return;
    add(TriggerRelationId, object_id);
    add_clones_of(object_id);
  });
}

// CREATE FUNCTION makes the type it returns when there is none.
void ImplicitObjects::add_shell_types(Oid function) {
  const Oid type = get_func_rettype(function);
  if (get_typisdefined(type)) return;
  HeapTuple tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type));
  if (!HeapTupleIsValid(tuple)) return;
  if (is_new(tuple)) add(TypeRelationId, type);
  ReleaseSysCache(tuple);
}

// CREATE OPERATOR makes its commutator and its negator when there are none.
void ImplicitObjects::add_linked_operators(Oid oper) {
  for (const Oid linked : {get_commutator(oper), get_negator(oper)}) {
    if (!OidIsValid(linked) || linked == oper) continue;
    HeapTuple tuple = SearchSysCache1(OPEROID, ObjectIdGetDatum(linked));
    if (!HeapTupleIsValid(tuple)) continue;
    const bool shell = !OidIsValid(reinterpret_cast<Form_pg_operator>(GETSTRUCT(tuple))->oprcode);
    if (shell && is_new(tuple)) add(OperatorRelationId, linked);
    ReleaseSysCache(tuple);
  }
}

// What this transaction gave a table and its partitions.
void ImplicitObjects::add_new_parts_below(Oid relation) {
  if (!OidIsValid(relation)) return;
  const List* family = find_all_inheritors(relation, NoLock, nullptr);
  for (int i = 0; i < list_length(family); ++i) add_relation_parts(list_nth_oid(family, i), true);
}

// An index, the indexes of partitions below it, and the constraints they stand for.
void ImplicitObjects::add_index_family(Oid index, bool constraint) {
  add(RelationRelationId, index);
  if (constraint) add(ConstraintRelationId, get_index_constraint(index));
  if (get_rel_relkind(index) != RELKIND_PARTITIONED_INDEX) return;
  const List* children = find_all_inheritors(index, NoLock, nullptr);
  for (int i = 0; i < list_length(children); ++i) {
    const Oid child = list_nth_oid(children, i);
    if (child == index || !is_new_relation(child)) continue;
    add(RelationRelationId, child);
    if (constraint) add(ConstraintRelationId, get_index_constraint(child));
  }
}

void ImplicitObjects::expand_alter_table(const CollectedCommand* command) {
  const List* parts = command->d.alterTable.subcmds;
  for (int i = 0; i < list_length(parts); ++i) {
    const auto* part = static_cast<const CollectedATSubcmd*>(list_nth(parts, i));
    const auto* parsed = reinterpret_cast<const AlterTableCmd*>(part->parsetree);
    const ObjectAddress& address = part->address;
    if (parsed->subtype == AT_AttachPartition) {
      const Oid partition = partition_of(parsed);
      add_new_parts_below(partition);
      add_foreign_keys_to(partition);
      continue;
    }
    if (parsed->subtype == AT_DetachPartition || parsed->subtype == AT_DetachPartitionFinalize) {
      // They were parts of the partitioned table's.
      add_relation_parts(partition_of(parsed), false);
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
#if PG_VERSION_NUM < 160000
      case AT_AddConstraintRecurse:
#endif
      case AT_AddConstraint: {
        const Oid index =
            address.classId == ConstraintRelationId ? get_constraint_index(address.objectId) : InvalidOid;
        if (OidIsValid(index) && is_new_relation(index)) add_index_family(index);
        add_new_parts_below(command->d.alterTable.objectId);
        break;
      }
      // A change of a column's type makes anew what needs the column, in other tables too.
      case AT_ReAddIndex:
        if (address.classId == RelationRelationId) add_index_family(address.objectId);
        break;
      case AT_ReAddConstraint:
        if (address.classId == ConstraintRelationId)
          add_new_parts_below(table_of_constraint(address.objectId));
        break;
#if PG_VERSION_NUM >= 180000
      // NOT NULL is a constraint with a name.
      case AT_AddColumn:
      case AT_SetNotNull:
      case AT_AddInherit:
      case AT_AddIdentity:
        add_new_parts_below(command->d.alterTable.objectId);
        break;
#endif
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
  if (command->type == SCT_CreateOpClass) {
    const auto& made = command->d.createopc;
    if (!OidIsValid(made.address.objectId)) return;
    const Oid family = get_opclass_family(made.address.objectId);
    // Its operators and functions are in there.
    add(static_cast<Oid>(Catalog::kOperatorFamily), family);
    add_loose_members(family, made.operators);
    add_loose_members(family, made.procedures);
    return;
  }
  if (command->type == SCT_AlterOpFamily) {
    add_loose_members(command->d.opfam.address.objectId, command->d.opfam.operators);
    add_loose_members(command->d.opfam.address.objectId, command->d.opfam.procedures);
    return;
  }
  if (command->type != SCT_Simple || command->parsetree == nullptr) return;
  const Oid object = command->d.simple.address.objectId;
  switch (nodeTag(command->parsetree)) {
    case T_CreateStmt:
    case T_CreateForeignTableStmt:
      add_relation_parts(object, false);
      made_table_ = true;
      if (get_rel_relispartition(object)) add_foreign_keys_to(object);
      break;
    case T_CreateTrigStmt:
      add_clones_of(object);
      break;
    case T_CreatePublicationStmt:
      add_publication_members(object);
      break;
    case T_CreateRangeStmt:
      add_parts_of_type(object, 0);
      break;
    case T_CreateFunctionStmt:
      add_shell_types(object);
      break;
    case T_DefineStmt:
      if (command->d.simple.address.classId == OperatorRelationId) add_linked_operators(object);
      break;
    case T_IndexStmt:
      if (get_rel_relkind(object) != '\0') {
        // The constraints of a table that the same statement made are there already.
        add_index_family(
            object, reinterpret_cast<const IndexStmt*>(command->parsetree)->isconstraint && !made_table_);
      }
      break;
    case T_RenameStmt:
      // They share their name.
      if (command->d.simple.address.classId == RelationRelationId) {
        if (get_rel_relkind(object) == RELKIND_INDEX || get_rel_relkind(object) == RELKIND_PARTITIONED_INDEX)
          add(ConstraintRelationId, get_index_constraint(object));
      } else if (command->d.simple.address.classId == ConstraintRelationId) {
        add(RelationRelationId, get_constraint_index(object));
      }
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
