#include "extension/protection/log_ddl.hpp"

#include "extension/capture/policy.hpp"

namespace schema_audit {

namespace {

std::string_view view_of(const LogRow& row, int column) {
  if (row.is_null(column)) return {};
  const auto* value = reinterpret_cast<const text*>(DatumGetPointer(row.values[column]));
  return {VARDATA_ANY(value), static_cast<std::size_t>(VARSIZE_ANY_EXHDR(value))};
}

bool is_harmless(CommandTag tag) {
  switch (tag) {
    case CMDTAG_GRANT:
    case CMDTAG_REVOKE:
    case CMDTAG_COMMENT:
    case CMDTAG_SECURITY_LABEL:
    case CMDTAG_CREATE_INDEX:
    case CMDTAG_DROP_INDEX:
    case CMDTAG_REINDEX:
    case CMDTAG_CLUSTER:
    case CMDTAG_VACUUM:
    case CMDTAG_CREATE_STATISTICS:
    case CMDTAG_DROP_STATISTICS:
    // The scripts of extensions, this one among them, and what goes with it.
    case CMDTAG_CREATE_EXTENSION:
    case CMDTAG_DROP_EXTENSION:
    case CMDTAG_DROP_DATABASE:
    // Recorded by the guard itself.
    case CMDTAG_COPY:
    case CMDTAG_INSERT:
    case CMDTAG_UPDATE:
    case CMDTAG_DELETE:
    case CMDTAG_TRUNCATE_TABLE:
      return true;
    default:
      return false;
  }
}

[[noreturn]] void refuse(const Recording& recording, const char* object) {
  ereport(ERROR,
          (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
           errmsg("%s of %s is refused: it belongs to the DDL log", GetCommandTagName(recording.tag), object),
           errhint("For a repair a superuser can set schema_audit.allow_log_changes to on; the change is "
                   "recorded.")));
}

bool is_in_log(const RangeVar* name, Oid log_schema) {
  const Oid relation = name != nullptr ? RangeVarGetRelid(name, NoLock, true) : InvalidOid;
  return OidIsValid(relation) && get_rel_namespace(relation) == log_schema &&
         get_rel_relkind(relation) == RELKIND_RELATION;
}

// A child of a table of the log would add rows to what is read from it, a parent would write into it.
const RangeVar* find_relative(const Node* tree, Oid log_schema) {
  if (tree == nullptr) return nullptr;
  if (IsA(tree, CreateStmt)) {
    const List* parents = reinterpret_cast<const CreateStmt*>(tree)->inhRelations;
    for (int i = 0; i < list_length(parents); ++i) {
      const auto* parent = static_cast<const RangeVar*>(list_nth(parents, i));
      if (is_in_log(parent, log_schema)) return parent;
    }
  } else if (IsA(tree, AlterTableStmt)) {
    const List* commands = reinterpret_cast<const AlterTableStmt*>(tree)->cmds;
    for (int i = 0; i < list_length(commands); ++i) {
      const auto* command = static_cast<const AlterTableCmd*>(list_nth(commands, i));
      const RangeVar* other = nullptr;
      if (command->subtype == AT_AddInherit) {
        other = reinterpret_cast<const RangeVar*>(command->def);
      } else if (command->subtype == AT_AttachPartition) {
        other = reinterpret_cast<const PartitionCmd*>(command->def)->name;
      }
      if (is_in_log(other, log_schema)) return other;
    }
  }
  return nullptr;
}

}  // namespace

void refuse_log_change(const Recording& recording, const List* rows) {
  using namespace object_column;
  if (is_harmless(recording.tag)) return;
  const char* name = get_namespace_name(recording.log_schema);
  if (name == nullptr || may_change_log()) return;
  const std::string_view schema = name;
  const char* quoted = quote_identifier(name);
  const std::size_t quoted_length = std::strlen(quoted);
  for (int i = 0; i < list_length(rows); ++i) {
    const auto& row = *static_cast<const LogRow*>(list_nth(rows, i));
    const std::string_view old_identity = view_of(row, kOldIdentity);
    const bool came_from = old_identity.size() > quoted_length && old_identity[quoted_length] == '.' &&
                           old_identity.substr(0, quoted_length) == quoted;
    const bool is_schema = DatumGetObjectId(row.values[kClassId]) == NamespaceRelationId &&
                           DatumGetObjectId(row.values[kObjectId]) == recording.log_schema;
    if (came_from || is_schema || view_of(row, kSchemaName) == schema)
      refuse(recording,
             row.is_null(kObjectIdentity) ? name : TextDatumGetCString(row.values[kObjectIdentity]));
  }
  if (const RangeVar* relative = find_relative(recording.tree, recording.log_schema))
    refuse(recording, relative->relname);
}

}  // namespace schema_audit
