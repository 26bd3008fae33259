#include "extension/commands/maintenance.hpp"

#include "extension/capture/access_log.hpp"
#include "extension/capture/before_image.hpp"
#include "extension/commands/rows.hpp"

namespace schema_audit {

namespace {

using namespace object_column;

// The objects that the statement touched in one of these ways, each once, in that order.
List* touched_objects(const StatementFrame* frame, int kinds) {
  List* found = NIL;
  ObjectAddresses* known = new_object_addresses();
  for (int i = frame->accesses; i < access_count(); ++i) {
    const Access& access = access_at(i);
    const ObjectAddress object = {access.address.classId, access.address.objectId, 0};
    if ((access.kind & kinds) == 0 || object_address_present(&object, known)) continue;
    add_exact_object_address(&object, known);
    auto* copy = static_cast<ObjectAddress*>(palloc(sizeof(ObjectAddress)));
    *copy = object;
    found = lappend(found, copy);
  }
  return found;
}

bool is_named(const List* relations, Oid relation) {
  for (int i = 0; i < list_length(relations); ++i) {
    if (RangeVarGetRelid(static_cast<const RangeVar*>(list_nth(relations, i)), NoLock, true) == relation)
      return true;
  }
  return false;
}

Oid relation_of(const RangeVar* name) { return RangeVarGetRelid(name, NoLock, true); }

}  // namespace

List* reassigned(const Recording& recording) {
  const auto* statement = tree_of<ReassignOwnedStmt>(recording);
  const List* objects = touched_objects(recording.frame, access_kind::kAltered);
  List* rows = NIL;
  for (int i = 0; i < list_length(objects); ++i) {
    const auto& object = *static_cast<const ObjectAddress*>(list_nth(objects, i));
    LogRow* row = target_row(recording, object.classId, object.objectId, "OWNER TO");
    if (row == nullptr) continue;
    set_old_owner(row, recording.frame, object);
    rows = lappend(rows, row);
  }
  // Whose they were.
  for (int i = 0; i < list_length(statement->roles); ++i) {
    const Oid role = get_rolespec_oid(static_cast<const RoleSpec*>(list_nth(statement->roles, i)), true);
    LogRow* row = make_object_row("secondary", GetCommandTagName(recording.tag), {AuthIdRelationId, role, 0});
    if (row != nullptr) rows = lappend(rows, row);
  }
  return rows;
}

List* truncated(const Recording& recording) {
  const List* named = tree_of<TruncateStmt>(recording)->relations;
  const List* objects = touched_objects(recording.frame, access_kind::kTruncated);
  List* rows = NIL;
  for (int i = 0; i < list_length(objects); ++i) {
    const auto& object = *static_cast<const ObjectAddress*>(list_nth(objects, i));
    // The guard of the log tells of its own tables.
    if (get_rel_namespace(object.objectId) == recording.log_schema) continue;
    const char* role = is_named(named, object.objectId) ? "target" : "implicit";
    LogRow* row = make_object_row(role, GetCommandTagName(recording.tag), object);
    if (row != nullptr) rows = lappend(rows, row);
  }
  return rows;
}

// "CLUSTER t USING i"; without a table all tables that were clustered before.
List* clustered(const Recording& recording) {
#if PG_VERSION_NUM >= 190000
  const auto* statement = tree_of<RepackStmt>(recording);
  const RangeVar* name = statement->relation != nullptr ? statement->relation->relation : nullptr;
#else
  const auto* statement = tree_of<ClusterStmt>(recording);
  const RangeVar* name = statement->relation;
#endif
  if (name == nullptr) return one_row(target_row(recording, DatabaseRelationId, MyDatabaseId, nullptr));
  const Oid table = relation_of(name);
  List* rows = one_row(target_row(recording, RelationRelationId, table, nullptr));
  if (rows == NIL || statement->indexname == nullptr) return rows;
  const ObjectAddress index = {RelationRelationId,
                               get_relname_relid(statement->indexname, get_rel_namespace(table)), 0};
  LogRow* row = make_object_row("secondary", GetCommandTagName(recording.tag), index);
  return row != nullptr ? lappend(rows, row) : rows;
}

#if PG_VERSION_NUM < 170000
List* reindexed(const Recording& recording) {
  const auto* statement = tree_of<ReindexStmt>(recording);
  switch (statement->kind) {
    case REINDEX_OBJECT_INDEX:
    case REINDEX_OBJECT_TABLE:
      return one_row(target_row(recording, RelationRelationId, relation_of(statement->relation), nullptr));
    case REINDEX_OBJECT_SCHEMA:
      return one_row(
          target_row(recording, NamespaceRelationId, get_namespace_oid(statement->name, true), nullptr));
    default:
      return one_row(target_row(recording, DatabaseRelationId, MyDatabaseId, nullptr));
  }
}
#endif

List* explained(const Recording& recording) {
  const auto* query = reinterpret_cast<const Query*>(tree_of<ExplainStmt>(recording)->query);
  if (query->utilityStmt == nullptr || !IsA(query->utilityStmt, CreateTableAsStmt)) return NIL;
  const char* command = GetCommandTagName(CreateCommandTag(query->utilityStmt));
  const List* objects = touched_objects(recording.frame, access_kind::kCreated);
  List* rows = NIL;
  for (int i = 0; i < list_length(objects); ++i) {
    const auto& object = *static_cast<const ObjectAddress*>(list_nth(objects, i));
    if (object.classId != RelationRelationId) continue;
    LogRow* row = make_object_row("target", command, object);
    if (row != nullptr) rows = lappend(rows, row);
  }
  return rows;
}

}  // namespace schema_audit
