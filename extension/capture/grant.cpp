#include "extension/capture/grant.hpp"

#include "extension/capture/before_image.hpp"
#include "extension/capture/object_row.hpp"

namespace schema_audit {

namespace {

using namespace object_column;

constexpr std::pair<AclMode, const char*> kPrivilegeNames[] = {
    {ACL_SELECT, "SELECT"},
    {ACL_INSERT, "INSERT"},
    {ACL_UPDATE, "UPDATE"},
    {ACL_DELETE, "DELETE"},
    {ACL_TRUNCATE, "TRUNCATE"},
    {ACL_REFERENCES, "REFERENCES"},
    {ACL_TRIGGER, "TRIGGER"},
    {ACL_EXECUTE, "EXECUTE"},
    {ACL_USAGE, "USAGE"},
    {ACL_CREATE, "CREATE"},
    {ACL_CREATE_TEMP, "TEMPORARY"},
    {ACL_CONNECT, "CONNECT"},
    {ACL_SET, "SET"},
    {ACL_ALTER_SYSTEM, "ALTER SYSTEM"},
#if PG_VERSION_NUM >= 170000
    {ACL_MAINTAIN, "MAINTAIN"},
#endif
};

Oid class_of(ObjectType type) {
  switch (type) {
    case OBJECT_COLUMN:
    case OBJECT_TABLE:
    case OBJECT_SEQUENCE:
      return RelationRelationId;
    case OBJECT_DATABASE:
      return DatabaseRelationId;
    case OBJECT_DOMAIN:
    case OBJECT_TYPE:
      return TypeRelationId;
    case OBJECT_FDW:
      return ForeignDataWrapperRelationId;
    case OBJECT_FOREIGN_SERVER:
      return ForeignServerRelationId;
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE:
      return ProcedureRelationId;
    case OBJECT_LANGUAGE:
      return LanguageRelationId;
    case OBJECT_LARGEOBJECT:
      return LargeObjectRelationId;
    case OBJECT_SCHEMA:
      return NamespaceRelationId;
    case OBJECT_TABLESPACE:
      return TableSpaceRelationId;
    case OBJECT_PARAMETER_ACL:
      return ParameterAclRelationId;
    default:
      return InvalidOid;
  }
}

char* upper(const char* text) {
  char* copy = pstrdup(text);
  for (char* c = copy; *c != '\0'; ++c) *c = static_cast<char>(pg_toupper(static_cast<unsigned char>(*c)));
  return copy;
}

// "SELECT", or "SELECT(a, b)" for columns.
char* privilege_text(const AccessPriv* privilege) {
  StringInfoData out;
  initStringInfo(&out);
  appendStringInfoString(&out, privilege->priv_name != nullptr ? upper(privilege->priv_name) : "ALL");
  for (int i = 0; i < list_length(privilege->cols); ++i) {
    appendStringInfoString(&out, i == 0 ? "(" : ", ");
    appendStringInfoString(&out, quote_identifier(strVal(list_nth(privilege->cols, i))));
  }
  if (privilege->cols != NIL) appendStringInfoChar(&out, ')');
  return out.data;
}

List* append_privileges(List* names, const List* privileges) {
  for (int i = 0; i < list_length(privileges); ++i) {
    names = lappend(names, privilege_text(static_cast<const AccessPriv*>(list_nth(privileges, i))));
  }
  return names;
}

List* privilege_names(const InternalGrant* grant) {
  List* names = NIL;
  if (grant->all_privs) {
    names = lappend(names, pstrdup("ALL"));
  } else {
    for (const auto& [bit, name] : kPrivilegeNames) {
      if ((grant->privileges & bit) != 0) names = lappend(names, pstrdup(name));
    }
  }
  return append_privileges(names, grant->col_privs);
}

char* role_name(Oid role) {
  if (role == ACL_ID_PUBLIC) return pstrdup("PUBLIC");
  char* name = GetUserNameFromId(role, true);
  return name != nullptr ? name : psprintf("%u", role);
}

const char* option_text(bool is_grant, bool grant_option) {
  if (!grant_option) return nullptr;
  return is_grant ? "WITH GRANT OPTION" : "GRANT OPTION FOR";
}

char* spec_name(const RoleSpec* spec) {
  return spec->roletype == ROLESPEC_PUBLIC ? pstrdup("PUBLIC") : role_name(get_rolespec_oid(spec, true));
}

List* stated_privileges(const GrantStmt* statement) {
  if (statement->privileges == NIL) return list_make1(pstrdup("ALL"));
  return append_privileges(NIL, statement->privileges);
}

List* stated_grantees(const GrantStmt* statement) {
  List* names = NIL;
  for (int i = 0; i < list_length(statement->grantees); ++i) {
    names = lappend(names, spec_name(static_cast<const RoleSpec*>(list_nth(statement->grantees, i))));
  }
  return names;
}

struct DefaultObjects {
  char code;  // in pg_default_acl
  const char* name;
};

DefaultObjects default_objects(ObjectType type) {
  switch (type) {
    case OBJECT_TABLE:
      return {DEFACLOBJ_RELATION, "tables"};
    case OBJECT_SEQUENCE:
      return {DEFACLOBJ_SEQUENCE, "sequences"};
    case OBJECT_FUNCTION:
    case OBJECT_ROUTINE:
      return {DEFACLOBJ_FUNCTION, "functions"};
    case OBJECT_TYPE:
      return {DEFACLOBJ_TYPE, "types"};
    case OBJECT_SCHEMA:
      return {DEFACLOBJ_NAMESPACE, "schemas"};
#if PG_VERSION_NUM >= 180000
    case OBJECT_LARGEOBJECT:
      return {DEFACLOBJ_LARGEOBJECT, "large objects"};
#endif
    default:
      return {'?', "objects"};
  }
}

// The default ACL itself when there is one; a REVOKE may have removed it.
LogRow* default_privilege_row(const GrantStmt* action, Oid role, const char* schema) {
  const DefaultObjects objects = default_objects(action->objtype);
  const Oid namespace_id = schema != nullptr ? get_namespace_oid(schema, true) : InvalidOid;
  const ObjectAddress address = {
      DefaultAclRelationId,
      GetSysCacheOid3(DEFACLROLENSPOBJ, Anum_pg_default_acl_oid, ObjectIdGetDatum(role),
                      ObjectIdGetDatum(namespace_id), CharGetDatum(objects.code)),
      0};
  ObjectName name;
  if (!OidIsValid(address.objectId) || !find_name(address, &name)) {
    const char* owner = role_name(role);
    name.identity = schema != nullptr ? psprintf("for role %s in schema %s on %s", quote_identifier(owner),
                                                 quote_identifier(schema), objects.name)
                                      : psprintf("for role %s on %s", quote_identifier(owner), objects.name);
    name.names = list_make1(pstrdup(owner));
    if (schema != nullptr) name.names = lappend(name.names, pstrdup(schema));
    name.args = list_make1(pstrdup(objects.name));
  }
  name.type = "default acl";
  name.schema = schema;
  LogRow* row = make_log_row();
  row->set_text(kRole, "target");
  row->set_text(kCommandTag, "ALTER DEFAULT PRIVILEGES");
  const char* option = option_text(action->is_grant, action->grant_option);
  const char* verb = action->is_grant ? "GRANT" : "REVOKE";
  row->set_text(kSubcommand, option != nullptr ? psprintf("%s %s", verb, option) : verb);
  set_object(row, address, name);
  return row;
}

}  // namespace

List* grant_rows(const InternalGrant* grant, const StatementFrame* frame) {
  const Oid class_id = class_of(grant->objtype);
  if (!OidIsValid(class_id) || grant->objects == NIL) return NIL;
  const Datum privileges = text_array(privilege_names(grant));
  List* names = NIL;
  for (int i = 0; i < list_length(grant->grantees); ++i)
    names = lappend(names, role_name(list_nth_oid(grant->grantees, i)));
  const Datum grantees = text_array(names);

  List* rows = NIL;
  for (int i = 0; i < list_length(grant->objects); ++i) {
    const ObjectAddress address = {class_id, list_nth_oid(grant->objects, i), 0};
    LogRow* row = make_object_row("target", grant->is_grant ? "GRANT" : "REVOKE", address);
    if (row == nullptr) continue;
    row->set_text(kSubcommand, option_text(grant->is_grant, grant->grant_option));
    row->set(kPrivileges, privileges);
    row->set(kGrantees, grantees);
    set_old_privileges(row, frame, address, grant->col_privs != NIL);
    rows = lappend(rows, row);
  }
  return rows;
}

void set_grant(LogRow* row, const GrantStmt* statement) {
  row->set_text(kSubcommand, option_text(statement->is_grant, statement->grant_option));
  row->set(kPrivileges, text_array(stated_privileges(statement)));
  row->set(kGrantees, text_array(stated_grantees(statement)));
}

List* default_privilege_rows(const AlterDefaultPrivilegesStmt* statement, const StatementFrame* frame) {
  const List* roles = NIL;
  const List* schemas = NIL;
  for (int i = 0; i < list_length(statement->options); ++i) {
    const auto* option = static_cast<const DefElem*>(list_nth(statement->options, i));
    const auto* values = reinterpret_cast<const List*>(option->arg);
    if (std::strcmp(option->defname, "roles") == 0) roles = values;
    if (std::strcmp(option->defname, "schemas") == 0) schemas = values;
  }

  const GrantStmt* action = statement->action;
  const Datum privileges = text_array(stated_privileges(action));
  const Datum grantees = text_array(stated_grantees(action));
  List* rows = NIL;
  for (int r = 0; r < std::max(list_length(roles), 1); ++r) {
    const Oid role =
        roles == NIL ? GetUserId() : get_rolespec_oid(static_cast<const RoleSpec*>(list_nth(roles, r)), true);
    for (int s = 0; s < std::max(list_length(schemas), 1); ++s) {
      const char* schema = schemas == NIL ? nullptr : strVal(list_nth(schemas, s));
      LogRow* row = default_privilege_row(action, role, schema);
      row->set(kPrivileges, privileges);
      row->set(kGrantees, grantees);
      set_old_default_privileges(row, frame, role,
                                 schema != nullptr ? get_namespace_oid(schema, true) : InvalidOid,
                                 default_objects(action->objtype).code);
      rows = lappend(rows, row);
    }
  }
  return rows;
}

}  // namespace schema_audit
