#include "extension/commands/rows.hpp"

namespace schema_audit {

LogRow* target_row(const Recording& recording, Oid class_id, Oid object_id, const char* subcommand) {
  if (!OidIsValid(object_id)) return nullptr;
  LogRow* row = make_object_row("target", GetCommandTagName(recording.tag), {class_id, object_id, 0});
  if (row != nullptr) row->set_text(object_column::kSubcommand, subcommand);
  return row;
}

LogRow* doomed_row(const Recording& recording, Oid class_id, Oid object_id) {
  if (!OidIsValid(object_id)) return nullptr;
  LogRow* row = make_object_row("dropped", GetCommandTagName(recording.tag), {class_id, object_id, 0});
  if (row == nullptr) return nullptr;
  row->set(object_column::kOriginal, BoolGetDatum(true));
  row->set(object_column::kNormal, BoolGetDatum(false));
  return row;
}

List* one_row(LogRow* row) { return row != nullptr ? list_make1(row) : NIL; }

LogRow* parameter_row(const Recording& recording, const char* parameter, const char* subcommand) {
  ObjectName name;
  name.type = "parameter";
  name.identity = parameter;
  name.names = list_make1(pstrdup(parameter));
  LogRow* row = make_log_row();
  row->set_text(object_column::kRole, "target");
  row->set_text(object_column::kCommandTag, GetCommandTagName(recording.tag));
  row->set_text(object_column::kSubcommand, subcommand);
  set_object(row, {ParameterAclRelationId, ParameterAclLookup(parameter, true), 0}, name);
  return row;
}

const char* setting_text(const VariableSetStmt* statement) {
  switch (statement->kind) {
    case VAR_RESET_ALL:
      return "RESET ALL";
    case VAR_RESET:
    case VAR_SET_DEFAULT:
      return psprintf("RESET %s", statement->name);
    default:
      return psprintf("SET %s", statement->name);
  }
}

const char* option_names(const List* options) {
  StringInfoData out;
  initStringInfo(&out);
  for (int i = 0; i < list_length(options); ++i) {
    const char* name = static_cast<const DefElem*>(list_nth(options, i))->defname;
    if (i > 0) appendStringInfoString(&out, ", ");
    for (const char* c = name; *c != '\0'; ++c)
      appendStringInfoChar(&out, static_cast<char>(pg_toupper(static_cast<unsigned char>(*c))));
  }
  return out.len > 0 ? out.data : nullptr;
}

}  // namespace schema_audit
