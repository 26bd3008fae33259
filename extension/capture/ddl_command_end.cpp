// The event trigger for ddl_command_end: what a command created or altered, from the server's list of
// collected commands.
#include "extension/backend/settings.hpp"
#include "extension/capture/access_log.hpp"
#include "extension/capture/alter_table.hpp"
#include "extension/capture/before_image.hpp"
#include "extension/capture/event.hpp"
#include "extension/capture/grant.hpp"
#include "extension/capture/implicit.hpp"
#include "extension/capture/object_row.hpp"
#include "extension/capture/rename.hpp"

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_ddl_command_end);
}

namespace schema_audit {

namespace {

// Columns of pg_event_trigger_ddl_commands().
enum : int { kCommandTag = 3, kObjectType = 4, kSchemaName = 5, kIdentity = 6, kCommand = 8 };

ObjectAddress address_of(const CollectedCommand* command) {
  switch (command->type) {
    case SCT_Simple:
      return command->d.simple.address;
    case SCT_AlterTable:
      return {command->d.alterTable.classId, command->d.alterTable.objectId, 0};
    case SCT_AlterOpFamily:
      return command->d.opfam.address;
    case SCT_CreateOpClass:
      return command->d.createopc.address;
    case SCT_AlterTSConfig:
      return command->d.atscfg.address;
    case SCT_Grant:
    case SCT_AlterDefaultPrivileges:
      break;
  }
  return InvalidObjectAddress;
}

// As the list has it, without a copy.
const char* tag_of(const RowSet& collected, const CollectedCommand* command) {
  return command->parsetree != nullptr ? GetCommandTagName(CreateCommandTag(command->parsetree))
                                       : TextDatumGetCString(collected.value(kCommandTag));
}

// Some statements consist of others; what these make is as good as named.
bool is_compound(const Node* tree) {
  return IsA(tree, CreateSchemaStmt) || IsA(tree, ImportForeignSchemaStmt);
}

// The other object of ALTER EXTENSION ... ADD, ALTER ... DEPENDS ON EXTENSION, ALTER DOMAIN ... ADD
// CONSTRAINT.
LogRow* secondary_row(const CollectedCommand* command, const char* tag) {
  if (command->type != SCT_Simple || !OidIsValid(command->d.simple.secondaryObject.objectId)) return nullptr;
  if (command->parsetree == nullptr || IsA(command->parsetree, AlterObjectSchemaStmt)) return nullptr;
  return make_object_row("secondary", tag, command->d.simple.secondaryObject);
}

// CREATE OR REPLACE VIEW and others are collected more than once, each time as the same command on the same
// object.
bool is_repeated(const LogRow& row, const List* rows) {
  using namespace object_column;
  if (!row.is_null(kSubcommand)) return false;
  for (int i = 0; i < list_length(rows); ++i) {
    const auto& other = *static_cast<const LogRow*>(list_nth(rows, i));
    if (other.is_null(kSubcommand) && other.values[kObjectId] == row.values[kObjectId] &&
        other.values[kClassId] == row.values[kClassId] && other.values[kSubId] == row.values[kSubId] &&
        datumIsEqual(other.values[object_column::kCommandTag], row.values[object_column::kCommandTag], false,
                     -1)) {
      return true;
    }
  }
  return false;
}

bool is_change_of_owner(const LogRow& part) {
  return !part.is_null(object_column::kSubcommand) &&
         std::strcmp(TextDatumGetCString(part.values[object_column::kSubcommand]), "OWNER TO") == 0;
}

// What the object of a collected command is called. Asking the server takes a while, and most of it is in the
// list already. Without an identity when the object is gone.
ObjectName name_of(const RowSet& collected, const ObjectAddress& address) {
  ObjectName name;
  name.type = TextDatumGetCString(collected.value(kObjectType));
  if (!collected.is_null(kSchemaName)) name.schema = TextDatumGetCString(collected.value(kSchemaName));
  if (address.classId == RelationRelationId && address.objectSubId == 0 && name.schema != nullptr) {
    if (char* relation = get_rel_name(address.objectId)) {
      name.identity = TextDatumGetCString(collected.value(kIdentity));
      name.names = list_make2(const_cast<char*>(name.schema), relation);
    }
    return name;
  }
  name.identity = getObjectIdentityParts(&address, &name.names, &name.args, true);
  if (name.schema == nullptr && list_length(name.names) > 2)
    name.schema = static_cast<const char*>(linitial(name.names));
  return name;
}

// The rows of one collected command that is about a single object.
List* append_object_rows(List* rows, const Event& event, const RowSet& collected,
                         const CollectedCommand* command, ImplicitObjects* implicit) {
  const ObjectAddress address = address_of(command);
  const ObjectName name = name_of(collected, address);
  if (name.identity == nullptr) return rows;
  if (is_left_out(name.schema)) return rows;

  const char* tag = tag_of(collected, command);
  const bool named =
      std::strcmp(tag, GetCommandTagName(event.trigger->tag)) == 0 || is_compound(event.trigger->parsetree);
  LogRow* row = make_log_row();
  row->set_constant(object_column::kRole, named ? "target" : "implicit");
  row->set_constant(object_column::kCommandTag, tag);
  set_object(row, address, name);
  set_simple_subcommand(row, command, name);
  if (command->parsetree != nullptr && IsA(command->parsetree, AlterOwnerStmt))
    set_old_owner(row, event.recording.frame, address);
  implicit->add_known(address);

  if (!is_repeated(*row, rows)) rows = lappend(rows, row);
  if (command->type == SCT_AlterTable) {
    List* parts = subcommand_rows(command, tag, name, has_recorded(event.recording));
    for (int i = 0; i < list_length(parts); ++i) {
      auto* part = static_cast<LogRow*>(list_nth(parts, i));
      if (is_change_of_owner(*part)) set_old_owner(part, event.recording.frame, address);
      if (DatumGetInt32(part->values[object_column::kSubId]) != 0) continue;
      implicit->add_known({DatumGetObjectId(part->values[object_column::kClassId]),
                           DatumGetObjectId(part->values[object_column::kObjectId]), 0});
    }
    return list_concat(rows, parts);
  }
  if (LogRow* secondary = secondary_row(command, tag)) {
    implicit->add_known(command->d.simple.secondaryObject);
    rows = lappend(rows, secondary);
  }
  return rows;
}

bool is_nothing(const Event& event, const CollectedCommand* command) {
  const bool dropped = has_recorded(event.recording);
  return command->type == SCT_AlterTable ? is_no_op(command, dropped) : is_simple_no_op(command, dropped);
}

// Commands of which the list has nothing to record, so that it need not be asked for: DROP collects nothing,
// and whatever CREATE TEMPORARY TABLE makes is temporary.
bool lists_nothing(const Node* tree) {
  const RangeVar* made = nullptr;
  if (IsA(tree, DropStmt)) return true;
  if (IsA(tree, CreateStmt)) made = reinterpret_cast<const CreateStmt*>(tree)->relation;
  if (IsA(tree, CreateTableAsStmt)) made = reinterpret_cast<const CreateTableAsStmt*>(tree)->into->rel;
  return made != nullptr && made->relpersistence == RELPERSISTENCE_TEMP && !settings.log_temporary;
}

void record_collected_commands(const Event& event) {
  if (event.recording.frame != nullptr) event.recording.frame->listed = true;
  if (lists_nothing(event.trigger->parsetree)) return;
  List* rows = NIL;
  List* commands = NIL;
  ImplicitObjects implicit;
  RowSet collected = call_set_returning(F_PG_EVENT_TRIGGER_DDL_COMMANDS);
  while (collected.next()) {
    const auto* command =
        reinterpret_cast<const CollectedCommand*>(DatumGetPointer(collected.value(kCommand)));
    if (command->type == SCT_Grant) {
      rows = list_concat(rows, grant_rows(command->d.grant.istmt, event.recording.frame));
    } else if (command->type == SCT_AlterDefaultPrivileges) {
      rows = list_concat(rows, default_privilege_rows(
                                   reinterpret_cast<const AlterDefaultPrivilegesStmt*>(command->parsetree),
                                   event.recording.frame));
    } else if (is_nothing(event, command)) {
      const ObjectAddress untouched = address_of(command);
      note_recorded(untouched.classId, untouched.objectId);
    } else {
      rows = append_object_rows(rows, event, collected, command, &implicit);
      commands = lappend(commands, const_cast<CollectedCommand*>(command));
    }
  }
  collected.finish();
  for (int i = 0; i < list_length(commands); ++i)
    implicit.expand(static_cast<const CollectedCommand*>(list_nth(commands, i)));
  rows = list_concat(rows, implicit.rows(GetCommandTagName(event.trigger->tag)));
  record_objects(event.recording, rows);
}

}  // namespace

}  // namespace schema_audit

Datum schema_audit_ddl_command_end(PG_FUNCTION_ARGS) {
  return schema_audit::on_event(fcinfo, schema_audit::record_collected_commands);
}
