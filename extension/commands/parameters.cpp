#include "extension/commands/parameters.hpp"

#include "extension/commands/rows.hpp"

namespace schema_audit {

List* system_setting(const Recording& recording) {
  const VariableSetStmt* setting = tree_of<AlterSystemStmt>(recording)->setstmt;
  const bool all = setting->kind == VAR_RESET_ALL;
  const char* verb = setting->kind == VAR_SET_VALUE ? "SET" : "RESET";
  return one_row(parameter_row(recording, all ? "all" : setting->name, all ? "RESET ALL" : verb));
}

List* database_setting(const Recording& recording) {
  const auto* statement = tree_of<AlterDatabaseSetStmt>(recording);
  return one_row(target_row(recording, DatabaseRelationId, get_database_oid(statement->dbname, true),
                            setting_text(statement->setstmt)));
}

}  // namespace schema_audit
