#include "extension/commands/shared_objects.hpp"

#include "extension/capture/before_image.hpp"
#include "extension/capture/grant.hpp"
#include "extension/commands/rows.hpp"

namespace schema_audit {

namespace {

using namespace object_column;

bool has_no_events(ObjectType type) {
  return type == OBJECT_DATABASE || type == OBJECT_TABLESPACE || type == OBJECT_ROLE ||
         type == OBJECT_EVENT_TRIGGER || type == OBJECT_PARAMETER_ACL;
}

ObjectAddress find_shared(ObjectType type, const char* name) {
  switch (type) {
    case OBJECT_DATABASE:
      return {DatabaseRelationId, get_database_oid(name, true), 0};
    case OBJECT_TABLESPACE:
      return {TableSpaceRelationId, get_tablespace_oid(name, true), 0};
    case OBJECT_ROLE:
      return {AuthIdRelationId, get_role_oid(name, true), 0};
    case OBJECT_EVENT_TRIGGER:
      return {EventTriggerRelationId, get_event_trigger_oid(name, true), 0};
    default:
      return InvalidObjectAddress;
  }
}

const char* name_of(const Node* object) {
  return object != nullptr && IsA(object, String) ? strVal(object) : "";
}

LogRow* shared_row(const Recording& recording, ObjectType type, const char* name, const char* subcommand) {
  const ObjectAddress address = find_shared(type, name);
  return target_row(recording, address.classId, address.objectId, subcommand);
}

template <typename Statement>
const Statement* as(const Node* tree) {
  return reinterpret_cast<const Statement*>(tree);
}

const char* enabled_text(char enabled) {
  switch (enabled) {
    case TRIGGER_DISABLED:
      return "DISABLE";
    case TRIGGER_FIRES_ALWAYS:
      return "ENABLE ALWAYS";
    case TRIGGER_FIRES_ON_REPLICA:
      return "ENABLE REPLICA";
    default:
      return "ENABLE";
  }
}

}  // namespace

bool drops_event_trigger(const Node* tree) { return as<DropStmt>(tree)->removeType == OBJECT_EVENT_TRIGGER; }

bool renames_shared(const Node* tree) { return has_no_events(as<RenameStmt>(tree)->renameType); }

bool owns_shared(const Node* tree) { return has_no_events(as<AlterOwnerStmt>(tree)->objectType); }

bool comments_shared(const Node* tree) { return has_no_events(as<CommentStmt>(tree)->objtype); }

bool labels_shared(const Node* tree) { return has_no_events(as<SecLabelStmt>(tree)->objtype); }

bool grants_shared(const Node* tree) { return has_no_events(as<GrantStmt>(tree)->objtype); }

bool creates_own_extension(const Node* tree) {
  return std::strcmp(as<CreateExtensionStmt>(tree)->extname, "schema_audit") == 0;
}

List* created_database(const Recording& recording) {
  const auto* statement = tree_of<CreatedbStmt>(recording);
  return one_row(shared_row(recording, OBJECT_DATABASE, statement->dbname, option_names(statement->options)));
}

List* altered_database(const Recording& recording) {
  const auto* statement = tree_of<AlterDatabaseStmt>(recording);
  return one_row(shared_row(recording, OBJECT_DATABASE, statement->dbname, option_names(statement->options)));
}

List* refreshed_database(const Recording& recording) {
  return one_row(shared_row(recording, OBJECT_DATABASE,
                            tree_of<AlterDatabaseRefreshCollStmt>(recording)->dbname,
                            "REFRESH COLLATION VERSION"));
}

List* database_to_drop(const Recording& recording) {
  return one_row(doomed_row(recording, DatabaseRelationId,
                            get_database_oid(tree_of<DropdbStmt>(recording)->dbname, true)));
}

List* created_tablespace(const Recording& recording) {
  const auto* statement = tree_of<CreateTableSpaceStmt>(recording);
  return one_row(
      shared_row(recording, OBJECT_TABLESPACE, statement->tablespacename, option_names(statement->options)));
}

List* altered_tablespace(const Recording& recording) {
  const auto* statement = tree_of<AlterTableSpaceOptionsStmt>(recording);
  const char* verb = statement->isReset ? "RESET" : "SET";
  return one_row(shared_row(recording, OBJECT_TABLESPACE, statement->tablespacename,
                            psprintf("%s %s", verb, option_names(statement->options))));
}

List* tablespace_to_drop(const Recording& recording) {
  return one_row(
      doomed_row(recording, TableSpaceRelationId,
                 get_tablespace_oid(tree_of<DropTableSpaceStmt>(recording)->tablespacename, true)));
}

List* created_event_trigger(const Recording& recording) {
  const auto* statement = tree_of<CreateEventTrigStmt>(recording);
  return one_row(shared_row(recording, OBJECT_EVENT_TRIGGER, statement->trigname, nullptr));
}

List* altered_event_trigger(const Recording& recording) {
  const auto* statement = tree_of<AlterEventTrigStmt>(recording);
  return one_row(
      shared_row(recording, OBJECT_EVENT_TRIGGER, statement->trigname, enabled_text(statement->tgenabled)));
}

List* event_triggers_to_drop(const Recording& recording) {
  const List* objects = tree_of<DropStmt>(recording)->objects;
  List* rows = NIL;
  for (int i = 0; i < list_length(objects); ++i) {
    const auto* object = static_cast<const Node*>(list_nth(objects, i));
    LogRow* row = doomed_row(recording, EventTriggerRelationId, get_event_trigger_oid(name_of(object), true));
    if (row != nullptr) rows = lappend(rows, row);
  }
  return rows;
}

List* renamed(const Recording& recording) {
  const auto* statement = tree_of<RenameStmt>(recording);
  const char* old_name = statement->subname != nullptr ? statement->subname : name_of(statement->object);
  LogRow* row = shared_row(recording, statement->renameType, statement->newname, "RENAME TO");
  if (row == nullptr) return NIL;
  row->set_text(kOldName, old_name);
  row->set_text(kOldIdentity, quote_identifier(old_name));
  return list_make1(row);
}

List* new_owner(const Recording& recording) {
  const auto* statement = tree_of<AlterOwnerStmt>(recording);
  const char* name = name_of(statement->object);
  LogRow* row = shared_row(recording, statement->objectType, name, "OWNER TO");
  if (row != nullptr) set_old_owner(row, recording.frame, find_shared(statement->objectType, name));
  return one_row(row);
}

List* commented(const Recording& recording) {
  const auto* statement = tree_of<CommentStmt>(recording);
  return one_row(shared_row(recording, statement->objtype, name_of(statement->object), nullptr));
}

List* labelled(const Recording& recording) {
  const auto* statement = tree_of<SecLabelStmt>(recording);
  return one_row(shared_row(recording, statement->objtype, name_of(statement->object), nullptr));
}

List* granted(const Recording& recording) {
  const auto* statement = tree_of<GrantStmt>(recording);
  List* rows = NIL;
  for (int i = 0; i < list_length(statement->objects); ++i) {
    const char* name = name_of(static_cast<const Node*>(list_nth(statement->objects, i)));
    LogRow* row = nullptr;
    if (statement->objtype == OBJECT_PARAMETER_ACL) {
      row = parameter_row(recording, name, nullptr);
      const ObjectAddress parameter = {ParameterAclRelationId, DatumGetObjectId(row->values[kObjectId]), 0};
      if (OidIsValid(parameter.objectId)) set_old_privileges(row, recording.frame, parameter, false);
    } else {
      row = shared_row(recording, statement->objtype, name, nullptr);
      if (row != nullptr)
        set_old_privileges(row, recording.frame, find_shared(statement->objtype, name), false);
    }
    if (row == nullptr) continue;
    set_grant(row, statement);
    rows = lappend(rows, row);
  }
  return rows;
}

List* created_own_extension(const Recording& recording) {
  return one_row(
      target_row(recording, ExtensionRelationId, get_extension_oid("schema_audit", true), nullptr));
}

}  // namespace schema_audit
