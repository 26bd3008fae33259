#include "extension/capture/irrevocable.hpp"

namespace schema_audit {

namespace {

bool has_option(const List* options, const char* name) {
  for (int i = 0; i < list_length(options); ++i) {
    auto* option = static_cast<DefElem*>(list_nth(options, i));
    if (pg_strcasecmp(option->defname, name) == 0 && (option->arg == nullptr || defGetBoolean(option)))
      return true;
  }
  return false;
}

bool sets_tablespace(const AlterDatabaseStmt* statement) {
  for (int i = 0; i < list_length(statement->options); ++i) {
    const auto* option = static_cast<const DefElem*>(list_nth(statement->options, i));
    if (std::strcmp(option->defname, "tablespace") == 0) return true;
  }
  return false;
}

bool detaches_concurrently(const AlterTableStmt* statement) {
  for (int i = 0; i < list_length(statement->cmds); ++i) {
    const auto* command = static_cast<const AlterTableCmd*>(list_nth(statement->cmds, i));
    if (command->subtype == AT_DetachPartition && command->def != nullptr &&
        reinterpret_cast<const PartitionCmd*>(command->def)->concurrent) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool is_irrevocable(const Node* tree) {
  if (tree == nullptr) return false;
  switch (nodeTag(tree)) {
    case T_IndexStmt:
      return reinterpret_cast<const IndexStmt*>(tree)->concurrent;
    case T_DropStmt:
      return reinterpret_cast<const DropStmt*>(tree)->concurrent;
    case T_AlterTableStmt:
      return detaches_concurrently(reinterpret_cast<const AlterTableStmt*>(tree));
    case T_AlterDatabaseStmt:
      return sets_tablespace(reinterpret_cast<const AlterDatabaseStmt*>(tree));
    case T_VacuumStmt:
      return has_option(reinterpret_cast<const VacuumStmt*>(tree)->options, "full");
    // Of a partitioned table, of a schema or of all tables they commit after each.
    case T_ReindexStmt:
#if PG_VERSION_NUM >= 190000
    case T_RepackStmt:
#else
    case T_ClusterStmt:
#endif
    case T_CreatedbStmt:
    case T_DropdbStmt:
    case T_CreateTableSpaceStmt:
    case T_DropTableSpaceStmt:
    case T_AlterSystemStmt:
    // They make and drop a slot in another server.
    case T_CreateSubscriptionStmt:
    case T_DropSubscriptionStmt:
      return true;
    default:
      return false;
  }
}

}  // namespace schema_audit
