#include "extension/capture/alter_table.hpp"

#include "extension/capture/object_row.hpp"

namespace schema_audit {

namespace {

const AlterTableCmd* command_of(const CollectedATSubcmd* part) {
  return reinterpret_cast<const AlterTableCmd*>(part->parsetree);
}

// The name of the constraint that the sub-command is about, or null.
const char* constraint_name(const AlterTableCmd* command) {
  switch (command->subtype) {
    case AT_DropConstraint:
    case AT_ValidateConstraint:
#if PG_VERSION_NUM < 160000
    case AT_DropConstraintRecurse:
    case AT_ValidateConstraintRecurse:
#endif
      return command->name;
    case AT_AlterConstraint:
      if (command->name != nullptr) return command->name;
      return command->def != nullptr && IsA(command->def, Constraint)
                 ? reinterpret_cast<const Constraint*>(command->def)->conname
                 : nullptr;
    default:
      return nullptr;
  }
}

// It said IF [NOT] EXISTS and touched nothing. Dropping a constraint never gives an address, so that any drop
// counts.
bool does_nothing(const CollectedATSubcmd* part, bool dropped) {
  const AlterTableCmd* command = command_of(part);
  if (!command->missing_ok || OidIsValid(part->address.objectId)) return false;
  return constraint_name(command) == nullptr || !dropped;
}

// The object that a sub-command names, for those where the server gives no address.
ObjectAddress find_by_name(Oid relation, const AlterTableCmd* command) {
  const ObjectAddress table = {RelationRelationId, relation, 0};
  ObjectAddress found = table;
  switch (command->subtype) {
    case AT_EnableTrig:
    case AT_EnableAlwaysTrig:
    case AT_EnableReplicaTrig:
    case AT_DisableTrig:
      found = {TriggerRelationId, get_trigger_oid(relation, command->name, true), 0};
      break;
    case AT_EnableRule:
    case AT_EnableAlwaysRule:
    case AT_EnableReplicaRule:
    case AT_DisableRule:
      found = {RewriteRelationId, get_rewrite_oid(relation, command->name, true), 0};
      break;
    case AT_ColumnDefault:
    case AT_DropNotNull:
    case AT_SetNotNull:
    case AT_DropExpression:
    case AT_SetStatistics:
    case AT_SetOptions:
    case AT_ResetOptions:
    case AT_SetStorage:
    case AT_SetCompression:
    case AT_AlterColumnType:
    case AT_AlterColumnGenericOptions:
    case AT_AddIdentity:
    case AT_SetIdentity:
    case AT_DropIdentity:
      if (command->name != nullptr) found.objectSubId = get_attnum(relation, command->name);
      break;
    case AT_AttachPartition:
    case AT_DetachPartition:
    case AT_DetachPartitionFinalize:
      found.objectId = partition_of(command);
      break;
    default:
      if (const char* constraint = constraint_name(command)) {
        found = {ConstraintRelationId, get_relation_constraint_oid(relation, constraint, true), 0};
      }
      break;
  }
  return OidIsValid(found.objectId) && found.objectSubId >= 0 ? found : table;
}

// The column that the sub-command names, when it is the one at the address, so that it need not be read from
// the catalog; else null.
const char* column_name(const AlterTableCmd* command, const ObjectAddress& address) {
  if (address.classId != RelationRelationId || address.objectSubId <= 0) return nullptr;
  switch (command->subtype) {
    case AT_ColumnDefault:
    case AT_DropNotNull:
    case AT_SetStatistics:
    case AT_SetOptions:
    case AT_ResetOptions:
    case AT_SetStorage:
    case AT_SetCompression:
    case AT_AlterColumnType:
      return command->name;
    case AT_AddColumn:
#if PG_VERSION_NUM < 160000
    case AT_AddColumnRecurse:
#endif
      return command->def != nullptr && IsA(command->def, ColumnDef)
                 ? reinterpret_cast<const ColumnDef*>(command->def)->colname
                 : nullptr;
    default:
      return nullptr;
  }
}

// Of a partitioned or inherited table the sub-command may have run on a child.
Oid relation_of(const CollectedCommand* command, const ObjectAddress& address) {
  const bool column =
      address.classId == RelationRelationId && OidIsValid(address.objectId) && address.objectSubId != 0;
  return column ? address.objectId : command->d.alterTable.objectId;
}

bool set_touched_object(LogRow* row, const CollectedCommand* command, const CollectedATSubcmd* part,
                        const ObjectName& table) {
  const AlterTableCmd* parsed = command_of(part);
  const Oid relation = relation_of(command, part->address);
  ObjectAddress address = part->address;
  ObjectName name;
  const auto column_of = [&](Oid of, const char* column) {
    return of == command->d.alterTable.objectId ? column_of_relation(table, column)
                                                : column_of_relation(of, column);
  };
#if PG_VERSION_NUM < 160000
  const bool drops_column = parsed->subtype == AT_DropColumn || parsed->subtype == AT_DropColumnRecurse;
#else
  const bool drops_column = parsed->subtype == AT_DropColumn;
#endif
  if (drops_column && parsed->name != nullptr) {
    // The server has given the column another name by now.
    name = column_of(relation, parsed->name);
    if (!OidIsValid(address.objectId)) address = {RelationRelationId, relation, 0};
  } else if (const char* column = OidIsValid(address.objectId) ? column_name(parsed, address) : nullptr) {
    name = column_of(address.objectId, column);
  } else if (!OidIsValid(address.objectId) || !find_name(address, &name)) {
    address = find_by_name(relation, parsed);
    const char* constraint = constraint_name(parsed);
    if (constraint != nullptr && address.classId != ConstraintRelationId) {
      name = dropped_constraint_name(relation, constraint);
      address = {ConstraintRelationId, InvalidOid, 0};
    } else {
      find_name(address, &name);
    }
  }
  if (name.identity == nullptr || is_left_out(name.schema)) return false;
  set_object(row, address, name);
  return true;
}

}  // namespace

Oid partition_of(const AlterTableCmd* command) {
  const auto* partition = reinterpret_cast<const PartitionCmd*>(command->def);
  return partition != nullptr && partition->name != nullptr ? RangeVarGetRelid(partition->name, NoLock, true)
                                                            : InvalidOid;
}

bool is_no_op(const CollectedCommand* command, bool dropped) {
  const List* parts = command->d.alterTable.subcmds;
  for (int i = 0; i < list_length(parts); ++i) {
    const auto* part = static_cast<const CollectedATSubcmd*>(list_nth(parts, i));
    if (!does_nothing(part, dropped)) return false;
  }
  return parts != NIL;
}

List* subcommand_rows(const CollectedCommand* command, const char* command_tag, const ObjectName& table,
                      bool dropped) {
  List* rows = NIL;
  const List* parts = command->d.alterTable.subcmds;
  for (int i = 0; i < list_length(parts); ++i) {
    const auto* part = static_cast<const CollectedATSubcmd*>(list_nth(parts, i));
    const AlterTableCmd* parsed = command_of(part);
    if (does_nothing(part, dropped)) continue;
    LogRow* row = make_log_row();
    row->set_constant(object_column::kRole, "subcommand");
    row->set_constant(object_column::kCommandTag, command_tag);
    row->set_constant(object_column::kSubcommand, subcommand_name(parsed));
    if (set_touched_object(row, command, part, table)) rows = lappend(rows, row);
  }
  return rows;
}

}  // namespace schema_audit
