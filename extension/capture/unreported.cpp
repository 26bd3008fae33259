#include "extension/capture/unreported.hpp"

#include "extension/capture/log_schema.hpp"
#include "extension/capture/object_row.hpp"

namespace schema_audit {

namespace {

template <typename Statement>
const Statement* as(const Node* tree) {
  return reinterpret_cast<const Statement*>(tree);
}

ObjectAddress address_of(ObjectType type, Node* object) {
  Relation relation = nullptr;
  const ObjectAddress address = get_object_address(type, object, &relation, AccessShareLock, true);
  if (relation != nullptr) relation_close(relation, AccessShareLock);
  return address;
}

// What GRANT names is not always written as it is elsewhere.
ObjectAddress granted_address(ObjectType type, Node* object) {
  if (IsA(object, RangeVar)) {
    return {RelationRelationId, RangeVarGetRelid(reinterpret_cast<RangeVar*>(object), NoLock, true), 0};
  }
  if (type == OBJECT_TYPE || type == OBJECT_DOMAIN) {
    TypeName* name = makeTypeNameFromNameList(reinterpret_cast<List*>(object));
    return address_of(type, reinterpret_cast<Node*>(name));
  }
  if (IsA(object, String) || IsA(object, ObjectWithArgs)) return address_of(type, object);
  return InvalidObjectAddress;
}

List* append_object(List* rows, const StatementFrame* frame, const char* role, const ObjectAddress& address) {
  if (!OidIsValid(address.objectId)) return rows;
  LogRow* row = make_object_row(role, GetCommandTagName(frame->tag), address);
  return row != nullptr ? lappend(rows, row) : rows;
}

List* granted_rows(const StatementFrame* frame, const char* role) {
  const auto* statement = as<GrantStmt>(frame->tree);
  const bool schemas = statement->targtype == ACL_TARGET_ALL_IN_SCHEMA;
  List* rows = NIL;
  for (int i = 0; i < list_length(statement->objects); ++i) {
    auto* object = static_cast<Node*>(list_nth(statement->objects, i));
    rows = append_object(rows, frame, role,
                         granted_address(schemas ? OBJECT_SCHEMA : statement->objtype, object));
  }
  return rows;
}

}  // namespace

bool leaves_no_access(const StatementFrame* frame) {
  if (frame->event_triggers_fired || is_without_log()) return false;
  switch (nodeTag(frame->tree)) {
    case T_CommentStmt:
    case T_SecLabelStmt:
    case T_GrantStmt:
    case T_AlterTableStmt:
      return !FullTransactionIdIsValid(frame->recorded.xid);
    default:
      return false;
  }
}

List* rows_of_unreported(const StatementFrame* frame, const char* role) {
  switch (nodeTag(frame->tree)) {
    case T_CommentStmt: {
      const auto* statement = as<CommentStmt>(frame->tree);
      return append_object(NIL, frame, role, address_of(statement->objtype, statement->object));
    }
    case T_SecLabelStmt: {
      const auto* statement = as<SecLabelStmt>(frame->tree);
      return append_object(NIL, frame, role, address_of(statement->objtype, statement->object));
    }
    case T_GrantStmt:
      return granted_rows(frame, role);
    case T_AlterTableStmt:
      return append_object(
          NIL, frame, role,
          {RelationRelationId, RangeVarGetRelid(as<AlterTableStmt>(frame->tree)->relation, NoLock, true), 0});
    default:
      return NIL;
  }
}

}  // namespace schema_audit
