#include "extension/capture/rename.hpp"

namespace schema_audit {

namespace {

using namespace object_column;

const char* last_string(const Node* object) {
  if (object == nullptr) return nullptr;
  const List* names = nullptr;
  if (IsA(object, List)) names = reinterpret_cast<const List*>(object);
  if (IsA(object, ObjectWithArgs)) names = reinterpret_cast<const ObjectWithArgs*>(object)->objname;
  if (IsA(object, TypeName)) names = reinterpret_cast<const TypeName*>(object)->names;
  if (IsA(object, String)) return strVal(object);
  return names != NIL && IsA(llast(names), String) ? strVal(llast(names)) : nullptr;
}

const char* old_name_of(const RenameStmt* statement) {
  if (statement->subname != nullptr) return statement->subname;
  if (statement->relation != nullptr) return statement->relation->relname;
  return last_string(statement->object);
}

// The identity with the object's own name replaced. The server writes it at the start ("c on public.t") or
// behind the names that qualify it ("public.t.c").
const char* with_name(const ObjectName& name, const char* new_name, const char* old_name) {
  const char* quoted = quote_identifier(new_name);
  const int qualifiers = std::max(list_length(name.names) - 1, 0);
  for (int skipped = 0; skipped <= qualifiers + 1; ++skipped) {
    StringInfoData prefix;
    initStringInfo(&prefix);
    for (int i = skipped; i < qualifiers; ++i) {
      appendStringInfo(&prefix, "%s.", quote_identifier(static_cast<const char*>(list_nth(name.names, i))));
    }
    // The names of a type are one string, schema included.
    if (skipped == qualifiers && qualifiers == 0 && name.schema != nullptr) {
      appendStringInfo(&prefix, "%s.", quote_identifier(name.schema));
    }
    const std::size_t prefix_length = std::strlen(prefix.data);
    if (std::strncmp(name.identity, prefix.data, prefix_length) == 0 &&
        std::strncmp(name.identity + prefix_length, quoted, std::strlen(quoted)) == 0) {
      return psprintf("%s%s%s", prefix.data, quote_identifier(old_name),
                      name.identity + prefix_length + std::strlen(quoted));
    }
  }
  return nullptr;
}

const char* with_schema(const ObjectName& name, const char* old_schema) {
  if (name.schema == nullptr || old_schema == nullptr) return nullptr;
  const char* prefix = psprintf("%s.", quote_identifier(name.schema));
  if (std::strncmp(name.identity, prefix, std::strlen(prefix)) != 0) return nullptr;
  return psprintf("%s.%s", quote_identifier(old_schema), name.identity + std::strlen(prefix));
}

const char* rename_text(const RenameStmt* statement) {
  switch (statement->renameType) {
    case OBJECT_COLUMN:
      return "RENAME COLUMN";
    case OBJECT_ATTRIBUTE:
      return "RENAME ATTRIBUTE";
    case OBJECT_TABCONSTRAINT:
    case OBJECT_DOMCONSTRAINT:
      return "RENAME CONSTRAINT";
    default:
      return "RENAME TO";
  }
}

const char* domain_text(const AlterDomainStmt* statement) {
  switch (statement->subtype) {
    case 'T':
      return statement->def != nullptr ? "SET DEFAULT" : "DROP DEFAULT";
    case 'N':
      return "DROP NOT NULL";
    case 'O':
      return "SET NOT NULL";
    case 'C':
      return "ADD CONSTRAINT";
    case 'X':
      return "DROP CONSTRAINT";
    case 'V':
      return "VALIDATE CONSTRAINT";
    default:
      return nullptr;
  }
}

}  // namespace

void set_simple_subcommand(LogRow* row, const CollectedCommand* command, const ObjectName& name) {
  const Node* tree = command->parsetree;
  if (tree == nullptr) return;
  switch (nodeTag(tree)) {
    case T_RenameStmt: {
      const auto* statement = reinterpret_cast<const RenameStmt*>(tree);
      const char* old_name = old_name_of(statement);
      row->set_text(kSubcommand, rename_text(statement));
      row->set_text(kOldName, old_name);
      if (old_name != nullptr) row->set_text(kOldIdentity, with_name(name, statement->newname, old_name));
      break;
    }
    case T_AlterObjectSchemaStmt:
      row->set_text(kSubcommand, "SET SCHEMA");
      if (command->type == SCT_Simple && command->d.simple.secondaryObject.classId == NamespaceRelationId) {
        const char* old_schema = get_namespace_name(command->d.simple.secondaryObject.objectId);
        row->set_text(kOldIdentity, with_schema(name, old_schema));
      }
      break;
    case T_AlterOwnerStmt:
      row->set_text(kSubcommand, "OWNER TO");
      break;
    case T_AlterObjectDependsStmt:
      row->set_text(kSubcommand, reinterpret_cast<const AlterObjectDependsStmt*>(tree)->remove
                                     ? "NO DEPENDS ON EXTENSION"
                                     : "DEPENDS ON EXTENSION");
      break;
    case T_AlterDomainStmt:
      row->set_text(kSubcommand, domain_text(reinterpret_cast<const AlterDomainStmt*>(tree)));
      break;
    case T_AlterEnumStmt: {
      const auto* statement = reinterpret_cast<const AlterEnumStmt*>(tree);
      row->set_text(kSubcommand, statement->oldVal != nullptr ? "RENAME VALUE" : "ADD VALUE");
      row->set_text(kOldName, statement->oldVal);
      break;
    }
    case T_AlterExtensionContentsStmt:
      row->set_text(kSubcommand,
                    reinterpret_cast<const AlterExtensionContentsStmt*>(tree)->action > 0 ? "ADD" : "DROP");
      break;
    default:
      break;
  }
}

bool is_simple_no_op(const CollectedCommand* command, bool dropped) {
  if (command->type != SCT_Simple || command->parsetree == nullptr) return false;
  if (IsA(command->parsetree, AlterDomainStmt)) {
    const auto* statement = reinterpret_cast<const AlterDomainStmt*>(command->parsetree);
    return statement->subtype == 'X' && statement->missing_ok && !dropped;
  }
  if (!IsA(command->parsetree, AlterEnumStmt)) return false;
  const auto* statement = reinterpret_cast<const AlterEnumStmt*>(command->parsetree);
  if (!statement->skipIfNewValExists) return false;
  HeapTuple tuple = SearchSysCache2(ENUMTYPOIDNAME, ObjectIdGetDatum(command->d.simple.address.objectId),
                                    CStringGetDatum(statement->newVal));
  if (!HeapTupleIsValid(tuple)) return false;
  const bool old = !TransactionIdIsCurrentTransactionId(HeapTupleHeaderGetXmin(tuple->t_data));
  ReleaseSysCache(tuple);
  return old;
}

}  // namespace schema_audit
