#include "extension/commands/unseen_command.hpp"

#include "extension/capture/event_triggers.hpp"
#include "extension/commands/guarded_settings.hpp"
#include "extension/commands/maintenance.hpp"
#include "extension/commands/parameters.hpp"
#include "extension/commands/roles.hpp"
#include "extension/commands/shared_objects.hpp"

namespace schema_audit {

namespace {

constexpr UnseenCommand kCommands[] = {
    {T_CreateRoleStmt, nullptr, nullptr, created_role},
    {T_AlterRoleStmt, nullptr, nullptr, altered_role},
    {T_AlterRoleSetStmt, nullptr, nullptr, role_setting},
    {T_DropRoleStmt, nullptr, roles_to_drop, nullptr},
    {T_GrantRoleStmt, nullptr, nullptr, granted_roles},
    {T_CreatedbStmt, nullptr, nullptr, created_database},
    {T_AlterDatabaseStmt, nullptr, nullptr, altered_database},
    {T_AlterDatabaseRefreshCollStmt, nullptr, nullptr, refreshed_database},
    {T_AlterDatabaseSetStmt, nullptr, nullptr, database_setting},
    {T_DropdbStmt, nullptr, database_to_drop, nullptr},
    {T_CreateTableSpaceStmt, nullptr, nullptr, created_tablespace},
    {T_AlterTableSpaceOptionsStmt, nullptr, nullptr, altered_tablespace},
    {T_DropTableSpaceStmt, nullptr, tablespace_to_drop, nullptr},
    {T_CreateEventTrigStmt, nullptr, nullptr, created_event_trigger},
    {T_AlterEventTrigStmt, nullptr, nullptr, altered_event_trigger},
    {T_DropStmt, drops_event_trigger, event_triggers_to_drop, nullptr},
    {T_RenameStmt, renames_shared, nullptr, renamed},
    {T_AlterOwnerStmt, owns_shared, nullptr, new_owner},
    {T_CommentStmt, comments_shared, nullptr, commented},
    {T_SecLabelStmt, labels_shared, nullptr, labelled},
    {T_GrantStmt, grants_shared, nullptr, granted},
    {T_AlterSystemStmt, nullptr, nullptr, system_setting},
    {T_ReassignOwnedStmt, nullptr, nullptr, reassigned},
    {T_TruncateStmt, nullptr, nullptr, truncated},
#if PG_VERSION_NUM >= 190000
    {T_RepackStmt, nullptr, nullptr, clustered},
#else
    {T_ClusterStmt, nullptr, nullptr, clustered},
#endif
#if PG_VERSION_NUM < 170000
    {T_ReindexStmt, nullptr, nullptr, reindexed},
#endif
    {T_ExplainStmt, is_explain_analyze, nullptr, explained},
    {T_VariableSetStmt, sets_guarded, remember_settings, set_settings},
    {T_DiscardStmt, discards_all, remember_settings, set_settings},
    {T_CreateExtensionStmt, creates_own_extension, nullptr, created_own_extension},
};

}  // namespace

const UnseenCommand* find_unseen(const Node* tree) {
  for (const UnseenCommand& command : kCommands) {
    if (command.node == nodeTag(tree))
      return command.applies == nullptr || command.applies(tree) ? &command : nullptr;
  }
  return nullptr;
}

}  // namespace schema_audit
