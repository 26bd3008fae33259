#include "extension/commands/roles.hpp"

#include "extension/commands/rows.hpp"

namespace schema_audit {

namespace {

using namespace object_column;

struct OptionWords {
  std::string_view option;
  const char* on;   // also of an option that is no switch
  const char* off;  // null: it is no switch
};

constexpr OptionWords kOptions[] = {
    {"superuser", "SUPERUSER", "NOSUPERUSER"},
    {"inherit", "INHERIT", "NOINHERIT"},
    {"createrole", "CREATEROLE", "NOCREATEROLE"},
    {"createdb", "CREATEDB", "NOCREATEDB"},
    {"canlogin", "LOGIN", "NOLOGIN"},
    {"isreplication", "REPLICATION", "NOREPLICATION"},
    {"bypassrls", "BYPASSRLS", "NOBYPASSRLS"},
    {"password", "PASSWORD", nullptr},
    {"connectionlimit", "CONNECTION LIMIT", nullptr},
    {"validUntil", "VALID UNTIL", nullptr},
};

// "SUPERUSER, PASSWORD"; what is said about members is told by rows of their own.
const char* option_words(const List* options) {
  StringInfoData out;
  initStringInfo(&out);
  for (int i = 0; i < list_length(options); ++i) {
    auto* option = static_cast<DefElem*>(list_nth(options, i));
    for (const OptionWords& words : kOptions) {
      if (words.option != option->defname) continue;
      if (out.len > 0) appendStringInfoString(&out, ", ");
      const bool off = words.off != nullptr && !defGetBoolean(option);
      appendStringInfoString(&out, off ? words.off : words.on);
    }
  }
  return out.len > 0 ? out.data : nullptr;
}

const List* find_roles(const List* options, const char* name) {
  for (int i = 0; i < list_length(options); ++i) {
    const auto* option = static_cast<const DefElem*>(list_nth(options, i));
    if (std::strcmp(option->defname, name) == 0) return reinterpret_cast<const List*>(option->arg);
  }
  return NIL;
}

const char* name_of(const RoleSpec* role) {
  const Oid oid = get_rolespec_oid(role, true);
  const char* name = OidIsValid(oid) ? GetUserNameFromId(oid, true) : nullptr;
  return name != nullptr ? name : role->rolename;
}

// A List of names (char*).
List* names_of(const List* roles) {
  List* names = NIL;
  for (int i = 0; i < list_length(roles); ++i) {
    const char* name = name_of(static_cast<const RoleSpec*>(list_nth(roles, i)));
    if (name != nullptr) names = lappend(names, pstrdup(name));
  }
  return names;
}

// Who became or ceased to be a member of a role.
LogRow* membership_row(const Recording& recording, const char* log_role, Oid role, List* members,
                       const char* subcommand) {
  if (!OidIsValid(role)) return nullptr;
  LogRow* row = make_object_row(log_role, GetCommandTagName(recording.tag), {AuthIdRelationId, role, 0});
  if (row == nullptr) return nullptr;
  row->set_text(kSubcommand, subcommand);
  row->set(kPrivileges, text_array(list_make1(pstrdup("MEMBER"))));
  row->set(kGrantees, text_array(members));
  return row;
}

// "WITH ADMIN OPTION" or, from PostgreSQL 16 on, "WITH ADMIN OPTION, INHERIT FALSE".
const char* grant_options(const GrantRoleStmt* statement) {
#if PG_VERSION_NUM >= 160000
  StringInfoData out;
  initStringInfo(&out);
  for (int i = 0; i < list_length(statement->opt); ++i) {
    auto* option = static_cast<DefElem*>(list_nth(statement->opt, i));
    if (out.len > 0) appendStringInfoString(&out, ", ");
    for (const char* c = option->defname; *c != '\0'; ++c)
      appendStringInfoChar(&out, static_cast<char>(pg_toupper(static_cast<unsigned char>(*c))));
    if (statement->is_grant) {
      appendStringInfoString(&out, defGetBoolean(option) ? " OPTION" : " FALSE");
    } else {
      appendStringInfoString(&out, " OPTION FOR");
    }
  }
  if (out.len == 0) return nullptr;
  return statement->is_grant ? psprintf("WITH %s", out.data) : out.data;
#else
  if (!statement->admin_opt) return nullptr;
  return statement->is_grant ? "WITH ADMIN OPTION" : "ADMIN OPTION FOR";
#endif
}

List* append_row(List* rows, LogRow* row) { return row != nullptr ? lappend(rows, row) : rows; }

}  // namespace

List* created_role(const Recording& recording) {
  const auto* statement = tree_of<CreateRoleStmt>(recording);
  const Oid role = get_role_oid(statement->role, true);
  List* rows = one_row(target_row(recording, AuthIdRelationId, role, option_words(statement->options)));
  List* itself = list_make1(pstrdup(statement->role));
  const List* groups = find_roles(statement->options, "addroleto");
  for (int i = 0; i < list_length(groups); ++i) {
    const auto* group = static_cast<const RoleSpec*>(list_nth(groups, i));
    rows = append_row(rows,
                      membership_row(recording, "secondary", get_rolespec_oid(group, true), itself, nullptr));
  }
  if (const List* members = find_roles(statement->options, "rolemembers"); members != NIL) {
    rows = append_row(rows, membership_row(recording, "secondary", role, names_of(members), nullptr));
  }
  if (const List* admins = find_roles(statement->options, "adminmembers"); admins != NIL) {
    rows =
        append_row(rows, membership_row(recording, "secondary", role, names_of(admins), "WITH ADMIN OPTION"));
  }
  return rows;
}

List* altered_role(const Recording& recording) {
  const auto* statement = tree_of<AlterRoleStmt>(recording);
  const Oid role = get_rolespec_oid(statement->role, true);
  if (const List* members = find_roles(statement->options, "rolemembers"); members != NIL) {
    return one_row(membership_row(recording, "target", role, names_of(members),
                                  statement->action > 0 ? "ADD USER" : "DROP USER"));
  }
  return one_row(target_row(recording, AuthIdRelationId, role, option_words(statement->options)));
}

List* role_setting(const Recording& recording) {
  const auto* statement = tree_of<AlterRoleSetStmt>(recording);
  const char* text = setting_text(statement->setstmt);
  List* rows = NIL;
  if (statement->role != nullptr) {
    rows = append_row(rows,
                      target_row(recording, AuthIdRelationId, get_rolespec_oid(statement->role, true), text));
  }
  if (statement->database != nullptr) {
    rows = append_row(
        rows, target_row(recording, DatabaseRelationId, get_database_oid(statement->database, true), text));
  }
  // ALTER ROLE ALL: there is no object that would stand for everybody.
  if (statement->role == nullptr && statement->database == nullptr) {
    const char* name = statement->setstmt->name != nullptr ? statement->setstmt->name : "all";
    rows = append_row(rows, parameter_row(recording, name, text));
  }
  return rows;
}

List* roles_to_drop(const Recording& recording) {
  const auto* statement = tree_of<DropRoleStmt>(recording);
  List* rows = NIL;
  for (int i = 0; i < list_length(statement->roles); ++i) {
    const auto* role = static_cast<const RoleSpec*>(list_nth(statement->roles, i));
    if (role->roletype != ROLESPEC_CSTRING) continue;
    rows = append_row(rows, doomed_row(recording, AuthIdRelationId, get_rolespec_oid(role, true)));
  }
  return rows;
}

List* granted_roles(const Recording& recording) {
  const auto* statement = tree_of<GrantRoleStmt>(recording);
  List* members = names_of(statement->grantee_roles);
  const char* options = grant_options(statement);
  List* rows = NIL;
  for (int i = 0; i < list_length(statement->granted_roles); ++i) {
    const auto* granted = static_cast<const AccessPriv*>(list_nth(statement->granted_roles, i));
    if (granted->priv_name == nullptr) continue;
    rows = append_row(
        rows, membership_row(recording, "target", get_role_oid(granted->priv_name, true), members, options));
  }
  return rows;
}

}  // namespace schema_audit
