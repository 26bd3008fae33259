#include "extension/capture/alter_table.hpp"

namespace schema_audit {

const char* subcommand_name(const AlterTableCmd* command) {
  switch (command->subtype) {
    case AT_AddColumn:
#if PG_VERSION_NUM < 160000
    case AT_AddColumnRecurse:
#endif
      return "ADD COLUMN";
    case AT_AddColumnToView:
      return "ADD COLUMN TO VIEW";
    case AT_ColumnDefault:
      return command->def != nullptr ? "ALTER COLUMN SET DEFAULT" : "ALTER COLUMN DROP DEFAULT";
    case AT_CookedColumnDefault:
      return "ALTER COLUMN SET COOKED DEFAULT";
    case AT_DropNotNull:
      return "ALTER COLUMN DROP NOT NULL";
    case AT_SetNotNull:
      return "ALTER COLUMN SET NOT NULL";
#if PG_VERSION_NUM >= 170000
    case AT_SetExpression:
      return "ALTER COLUMN SET EXPRESSION";
#endif
    case AT_DropExpression:
      return "ALTER COLUMN DROP EXPRESSION";
#if PG_VERSION_NUM < 180000
    case AT_CheckNotNull:
      return "CHECK NOT NULL";
#endif
    case AT_SetStatistics:
      return "ALTER COLUMN SET STATISTICS";
    case AT_SetOptions:
      return "ALTER COLUMN SET OPTIONS";
    case AT_ResetOptions:
      return "ALTER COLUMN RESET OPTIONS";
    case AT_SetStorage:
      return "ALTER COLUMN SET STORAGE";
    case AT_SetCompression:
      return "ALTER COLUMN SET COMPRESSION";
    case AT_DropColumn:
#if PG_VERSION_NUM < 160000
    case AT_DropColumnRecurse:
#endif
      return "DROP COLUMN";
    case AT_AddIndex:
      return "ADD INDEX";
    case AT_ReAddIndex:
      return "RE-ADD INDEX";
    case AT_AddConstraint:
#if PG_VERSION_NUM < 160000
    case AT_AddConstraintRecurse:
#endif
      return "ADD CONSTRAINT";
    case AT_ReAddConstraint:
      return "RE-ADD CONSTRAINT";
    case AT_ReAddDomainConstraint:
      return "RE-ADD DOMAIN CONSTRAINT";
    case AT_AlterConstraint:
      return "ALTER CONSTRAINT";
    case AT_ValidateConstraint:
#if PG_VERSION_NUM < 160000
    case AT_ValidateConstraintRecurse:
#endif
      return "VALIDATE CONSTRAINT";
    case AT_AddIndexConstraint:
      return "ADD CONSTRAINT USING INDEX";
    case AT_DropConstraint:
#if PG_VERSION_NUM < 160000
    case AT_DropConstraintRecurse:
#endif
      return "DROP CONSTRAINT";
    case AT_ReAddComment:
      return "RE-ADD COMMENT";
    case AT_AlterColumnType:
      return "ALTER COLUMN SET DATA TYPE";
    case AT_AlterColumnGenericOptions:
      return "ALTER COLUMN OPTIONS";
    case AT_ChangeOwner:
      return "OWNER TO";
    case AT_ClusterOn:
      return "CLUSTER ON";
    case AT_DropCluster:
      return "SET WITHOUT CLUSTER";
    case AT_SetLogged:
      return "SET LOGGED";
    case AT_SetUnLogged:
      return "SET UNLOGGED";
    case AT_DropOids:
      return "SET WITHOUT OIDS";
    case AT_SetAccessMethod:
      return "SET ACCESS METHOD";
    case AT_SetTableSpace:
      return "SET TABLESPACE";
    case AT_SetRelOptions:
      return "SET OPTIONS";
    case AT_ResetRelOptions:
      return "RESET OPTIONS";
    case AT_ReplaceRelOptions:
      return "REPLACE OPTIONS";
    case AT_EnableTrig:
      return "ENABLE TRIGGER";
    case AT_EnableAlwaysTrig:
      return "ENABLE ALWAYS TRIGGER";
    case AT_EnableReplicaTrig:
      return "ENABLE REPLICA TRIGGER";
    case AT_DisableTrig:
      return "DISABLE TRIGGER";
    case AT_EnableTrigAll:
      return "ENABLE TRIGGER ALL";
    case AT_DisableTrigAll:
      return "DISABLE TRIGGER ALL";
    case AT_EnableTrigUser:
      return "ENABLE TRIGGER USER";
    case AT_DisableTrigUser:
      return "DISABLE TRIGGER USER";
    case AT_EnableRule:
      return "ENABLE RULE";
    case AT_EnableAlwaysRule:
      return "ENABLE ALWAYS RULE";
    case AT_EnableReplicaRule:
      return "ENABLE REPLICA RULE";
    case AT_DisableRule:
      return "DISABLE RULE";
    case AT_AddInherit:
      return "INHERIT";
    case AT_DropInherit:
      return "NO INHERIT";
    case AT_AddOf:
      return "OF";
    case AT_DropOf:
      return "NOT OF";
    case AT_ReplicaIdentity:
      return "REPLICA IDENTITY";
    case AT_EnableRowSecurity:
      return "ENABLE ROW LEVEL SECURITY";
    case AT_DisableRowSecurity:
      return "DISABLE ROW LEVEL SECURITY";
    case AT_ForceRowSecurity:
      return "FORCE ROW LEVEL SECURITY";
    case AT_NoForceRowSecurity:
      return "NO FORCE ROW LEVEL SECURITY";
    case AT_GenericOptions:
      return "OPTIONS";
    case AT_AttachPartition:
      return "ATTACH PARTITION";
    case AT_DetachPartition:
      return "DETACH PARTITION";
    case AT_DetachPartitionFinalize:
      return "DETACH PARTITION FINALIZE";
    case AT_AddIdentity:
      return "ALTER COLUMN ADD IDENTITY";
    case AT_SetIdentity:
      return "ALTER COLUMN SET IDENTITY";
    case AT_DropIdentity:
      return "ALTER COLUMN DROP IDENTITY";
    case AT_ReAddStatistics:
      return "RE-ADD STATISTICS";
  }
  return "UNKNOWN";
}

}  // namespace schema_audit
