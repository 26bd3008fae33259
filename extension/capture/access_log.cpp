#include "extension/capture/access_log.hpp"

#include "extension/backend/guard.hpp"
#include "extension/backend/settings.hpp"
#include "extension/capture/event_triggers.hpp"
#include "extension/capture/log_schema.hpp"
#include "extension/capture/policy.hpp"
#include "extension/commands/guarded_settings.hpp"
#include "extension/protection/loss_notice.hpp"

namespace schema_audit {

namespace {

using namespace access_kind;

// In the memory of the transaction.
struct AccessLog {
  Access* entries;
  int count;
  int capacity;
  const AccessOrigin* origin;  // the last one
};
AccessLog log = {nullptr, 0, 0, nullptr};

object_access_hook_type next_object_access_hook = nullptr;
ExecutorCheckPerms_hook_type next_permission_hook = nullptr;

// Null when there is no memory: an error here would not be the command's.
void* allocate(std::size_t size) {
  if (fault_in_allocation()) return nullptr;
  return MemoryContextAllocExtended(TopTransactionContext, size, MCXT_ALLOC_HUGE | MCXT_ALLOC_NO_OOM);
}

bool grow() {
  const int capacity = std::max(2 * log.capacity, 64);
  auto* entries = static_cast<Access*>(allocate(sizeof(Access) * static_cast<std::size_t>(capacity)));
  if (entries == nullptr) return false;
  if (log.entries != nullptr) {
    std::memcpy(entries, log.entries, sizeof(Access) * static_cast<std::size_t>(log.count));
    pfree(log.entries);
  }
  log.entries = entries;
  log.capacity = capacity;
  return true;
}

// False when there is no memory.
bool append(const Access& access) {
  if (log.count > 0) {
    const Access& last = log.entries[log.count - 1];
    if (last.kind == access.kind && last.address.classId == access.address.classId &&
        last.address.objectId == access.address.objectId && last.tag == access.tag &&
        last.subtransaction == access.subtransaction && last.origin == access.origin) {
      return true;
    }
  }
  if (log.count == log.capacity && !grow()) return false;
  log.entries[log.count++] = access;
  return true;
}

// Appends what was found out about an access. Its origin is the client's string, copied: that may be gone
// when the transaction ends.
bool append_with_origin(Access access) {
  if (current_frame() != nullptr) return append(access);
  const char* query = debug_query_string != nullptr ? debug_query_string : "";
  const CommandTag tag = ActivePortal != nullptr ? ActivePortal->commandTag : CMDTAG_UNKNOWN;
  if (log.origin == nullptr || log.origin->tag != tag || std::strcmp(log.origin->query, query) != 0) {
    const std::size_t size = std::strlen(query) + 1;
    auto* origin = static_cast<AccessOrigin*>(allocate(sizeof(AccessOrigin) + size));
    if (origin == nullptr) return false;
    auto* copy = reinterpret_cast<char*>(origin + 1);
    std::memcpy(copy, query, size);
    *origin = {copy, tag};
    log.origin = origin;
  }
  access.origin = log.origin;
  return append(access);
}

void note(const ObjectAddress& address, int kind, CommandTag tag, const ObjectName* name) {
  const Access access = {address, kind, GetCurrentSubTransactionId(), tag, nullptr, name};
  if (!append_with_origin(access)) fail_to_note(current_frame());
}

// Runs what an access has to be looked up for.
template <typename Function>
void look(Function&& function) {
  StatementFrame* frame = current_frame();
  look_under_policy({InvalidOid, frame != nullptr ? frame->tree : nullptr,
                     frame != nullptr ? frame->tag : CMDTAG_UNKNOWN, frame, kByTripwire},
                    function);
}

bool is_watching() {
  return IsTransactionState() && !IsParallelWorker() && !RecoveryInProgress() && !is_without_log();
}

// In the memory of the transaction. Null when an event trigger will tell.
const ObjectName* name_of_dropped(const ObjectAddress& address) {
  if (will_report_drop(current_frame(), address.classId)) return nullptr;
  const MemoryContext outer = MemoryContextSwitchTo(TopTransactionContext);
  ObjectName name;
  const ObjectName* result = nullptr;
  if (find_name(address, &name)) {
    auto* copy = static_cast<ObjectName*>(palloc(sizeof(ObjectName)));
    *copy = name;
    result = copy;
  }
  MemoryContextSwitchTo(outer);
  return result;
}

// One object that is recorded is enough to know that a command drops such.
void note_drop(const ObjectAddress& address) {
  StatementFrame* frame = current_frame();
  if (frame == nullptr || frame->drops == Drops::kRecorded) return;
  // Also when the look fails and the command goes on.
  frame->drops = Drops::kRecorded;
  if (is_surely_left_out(address)) frame->drops = Drops::kLeftOut;
}

// 0 for what does not count: what the server does for itself, like TOAST tables and the heaps of a rewrite.
int kind_of_access(ObjectAccessType access, const void* argument) {
  switch (access) {
    case OAT_POST_CREATE: {
      const auto* create = static_cast<const ObjectAccessPostCreate*>(argument);
      return create != nullptr && create->is_internal ? 0 : kCreated;
    }
    case OAT_POST_ALTER: {
      const auto* alter = static_cast<const ObjectAccessPostAlter*>(argument);
      return alter != nullptr && alter->is_internal ? 0 : kAltered;
    }
    case OAT_DROP: {
      const auto* drop = static_cast<const ObjectAccessDrop*>(argument);
      return drop != nullptr && (drop->dropflags & PERFORM_DELETION_INTERNAL) != 0 ? 0 : kDropped;
    }
    case OAT_TRUNCATE:
      return kTruncated;
    default:
      return 0;
  }
}

// Some catalogs hold parts of what another one names.
ObjectAddress owner_of(const ObjectAddress& part, ObjectAccessType access, const void* argument) {
  switch (part.classId) {
    case IndexRelationId:
    case InheritsRelationId:
    case ForeignTableRelationId:
      return {RelationRelationId, part.objectId, 0};
    case DbRoleSettingRelationId:
      if (OidIsValid(part.objectId)) return {DatabaseRelationId, part.objectId, 0};
      return {AuthIdRelationId,
              access == OAT_POST_ALTER && argument != nullptr
                  ? static_cast<const ObjectAccessPostAlter*>(argument)->auxiliary_id
                  : InvalidOid,
              0};
    case RelationRelationId:
      return part;
    default:
      // Elsewhere it is not a column, whatever the server calls it.
      return {part.classId, part.objectId, 0};
  }
}

// The row type and its array type, which the server makes just before the relation that they are a part of.
void forget_types_of(Oid row_type) {
  for (int i = log.count - 1; i >= 0 && i >= log.count - 2; --i) {
    const Access& made = log.entries[i];
    if (made.kind != kCreated || made.address.classId != TypeRelationId) return;
    if (made.address.objectId != row_type) continue;
    log.count = i;
    return;
  }
}

// Whether a relation that was just made is temporary, and left out of the log. The server has it at hand,
// while its row in the catalog would have to be searched for later on.
bool takes_no_note_of(Oid new_relation) {
  Relation relation = RelationIdGetRelation(new_relation);
  if (relation == nullptr) return false;
  const Form_pg_class form = relation->rd_rel;
  // A composite type is the other way round: the relation is a part of the type.
  if (OidIsValid(form->reltype) && form->relkind != RELKIND_COMPOSITE_TYPE) forget_types_of(form->reltype);
  const bool temporary = form->relpersistence == RELPERSISTENCE_TEMP;
  RelationClose(relation);
  return temporary && !settings.log_temporary;
}

// Default values are reported by the number of the column, which the relation's own entry tells.
bool is_default_value(ObjectAccessType access, const ObjectAddress& address) {
  return access == OAT_POST_CREATE && address.classId == AttrDefaultRelationId;
}

void note_access(ObjectAccessType access, const ObjectAddress& address, const void* argument) {
  // Large objects are data.
  if (address.classId == LargeObjectRelationId || is_default_value(access, address) || !is_watching()) return;
  if (access == OAT_POST_CREATE && address.classId == RelationRelationId && address.objectSubId == 0 &&
      takes_no_note_of(address.objectId)) {
    return;
  }
  const int kind = kind_of_access(access, argument);
  if (kind == 0) return;
  // While the log is off, there will be no trigger to tell that this was temporary.
  if (kind == kDropped && !settings.enabled && is_surely_left_out(address)) return;
  const ObjectName* name = nullptr;
  if (kind == kDropped) {
    look([&] {
      note_drop(address);
      if (address.classId == RelationRelationId && address.objectSubId == 0) notice_loss(address.objectId);
      name = name_of_dropped(address);
    });
  }
  note(owner_of(address, access, argument), kind, CMDTAG_UNKNOWN, name);
}

// Before it is called.
void note_set_config() {
  if (!is_watching()) return;
  look([] { remember_settings({}); });
  note({ParameterAclRelationId, InvalidOid, 0}, kSetting, CMDTAG_UNKNOWN, nullptr);
}

extern "C" void watch_object_access(ObjectAccessType access, Oid class_id, Oid object_id, int sub_id,
                                    void* argument) {
  if (next_object_access_hook != nullptr) {
    next_object_access_hook(access, class_id, object_id, sub_id, argument);
  }
  if (access == OAT_NAMESPACE_SEARCH) return;
  if (access == OAT_FUNCTION_EXECUTE) {
    if (object_id == F_SET_CONFIG) guard([] { note_set_config(); });
    return;
  }
  guard([&] { note_access(access, {class_id, object_id, sub_id}, argument); });
}

// Statistics and large objects are data that happens to be in a catalog.
bool is_schema_catalog(Oid relation) {
  return IsCatalogRelationOid(relation) && relation != StatisticRelationId &&
         relation != StatisticExtDataRelationId && relation != LargeObjectRelationId;
}

// EXPLAIN without ANALYZE checks permissions and does nothing.
bool only_explains() {
  const StatementFrame* frame = current_frame();
  return frame != nullptr && IsA(frame->tree, ExplainStmt) && !is_explain_analyze(frame->tree);
}

void note_change_by_hand(const RangeTblEntry* entry, CommandTag tag) {
  if (!is_watching() || only_explains()) return;
  note({RelationRelationId, entry->relid, 0}, kByHand, tag, nullptr);
}

CommandTag tag_of(AclMode permissions) {
  if ((permissions & ACL_UPDATE) != 0) return CMDTAG_UPDATE;
  return (permissions & ACL_DELETE) != 0 ? CMDTAG_DELETE : CMDTAG_INSERT;
}

// The lock tells what is written from what is only read or locked: rows of SELECT FOR UPDATE ask for the same
// permission as UPDATE.
bool is_written_catalog(const RangeTblEntry* entry) {
  return entry->rtekind == RTE_RELATION && entry->rellockmode == RowExclusiveLock &&
         IsCatalogRelationOid(entry->relid) && is_schema_catalog(entry->relid);
}

#if PG_VERSION_NUM >= 160000
extern "C" bool watch_permissions(List* range_table, List* permission_infos, bool raise_violations) {
  const bool allowed = next_permission_hook == nullptr ||
                       next_permission_hook(range_table, permission_infos, raise_violations);
#else
extern "C" bool watch_permissions(List* range_table, bool raise_violations) {
  const bool allowed = next_permission_hook == nullptr || next_permission_hook(range_table, raise_violations);
#endif
  for (int i = 0; i < list_length(range_table); ++i) {
    const auto* entry = static_cast<RangeTblEntry*>(list_nth(range_table, i));
    if (!is_written_catalog(entry)) continue;
    guard([&] {
#if PG_VERSION_NUM >= 160000
      if (entry->perminfoindex == 0) return;
      const AclMode permissions = static_cast<RTEPermissionInfo*>(
                                      list_nth(permission_infos, static_cast<int>(entry->perminfoindex) - 1))
                                      ->requiredPerms;
#else
      const AclMode permissions = entry->requiredPerms;
#endif
      note_change_by_hand(entry, tag_of(permissions));
    });
  }
  return allowed;
}

void on_subtransaction_end(SubXactEvent event, SubTransactionId subtransaction, SubTransactionId, void*) {
  if (event != SUBXACT_EVENT_ABORT_SUB) return;
  // Its children, and what came after it began, have higher numbers.
  while (log.count > 0 && log.entries[log.count - 1].subtransaction >= subtransaction) --log.count;
}

void on_transaction_end(XactEvent event, void*) {
  if (event != XACT_EVENT_COMMIT && event != XACT_EVENT_ABORT && event != XACT_EVENT_PREPARE) return;
  log = {nullptr, 0, 0, nullptr};
  for (StatementFrame* frame = current_frame(); frame != nullptr; frame = frame->outer) frame->accesses = 0;
}

}  // namespace

int access_count() { return log.count; }

const Access& access_at(int position) { return log.entries[position]; }

void note_recorded(Oid class_id, Oid object_id) {
  const StatementFrame* frame = current_frame();
  if (log.count <= (frame != nullptr ? frame->accesses : 0)) return;
  const Access access = {{class_id, object_id, 0}, kRecorded, GetCurrentSubTransactionId(),
                         CMDTAG_UNKNOWN,           nullptr,   nullptr};
  if (!append(access)) ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
}

void forget_accesses(int position) { log.count = std::min(log.count, position); }

void watch_accesses() {
  next_object_access_hook = object_access_hook;
  object_access_hook = watch_object_access;
  next_permission_hook = ExecutorCheckPerms_hook;
  ExecutorCheckPerms_hook = watch_permissions;
  RegisterSubXactCallback(on_subtransaction_end, nullptr);
  RegisterXactCallback(on_transaction_end, nullptr);
}

}  // namespace schema_audit
