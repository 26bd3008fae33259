#include "extension/capture/tripwire.hpp"

#include "extension/backend/guard.hpp"
#include "extension/backend/settings.hpp"
#include "extension/capture/access_log.hpp"
#include "extension/capture/event_triggers.hpp"
#include "extension/capture/log_schema.hpp"
#include "extension/capture/policy.hpp"
#include "extension/capture/recording.hpp"
#include "extension/capture/unreported.hpp"
#include "extension/commands/guarded_settings.hpp"

namespace schema_audit {

namespace {

using namespace access_kind;

constexpr int kMaxDepth = 5;

// The role of an object that only this noticed.
constexpr const char* kUnattributed = "unattributed";
// Of one that a recorded command changed in passing.
constexpr const char* kInPassing = "implicit";

// All that happened to one object.
struct Touched {
  ObjectAddress address;
  int kinds;
  CommandTag tag;
  const ObjectName* name;
  int first;  // when it was touched first, to tell things in their order
};

// A part of the access log, by object.
class TouchedObjects {
 public:
  TouchedObjects(int begin, int end, const AccessOrigin* origin);

  int count() const { return count_; }
  const Touched& at(int position) const { return objects_[position]; }
  // Their positions in the order in which they were touched.
  const int* in_order() const;
  const Touched* find(Oid class_id, Oid object_id) const;

  // Whether an object is a part of something that was touched too.
  bool is_part_of_touched(const ObjectAddress& object, int depth = 0) const;

 private:
  // Itself, and not just its catalog.
  bool is_touched(const ObjectAddress& object) const;
  static int compare(const Touched& left, const Touched& right);

  Touched* objects_;
  int count_ = 0;
};
static_assert(std::is_trivially_destructible_v<TouchedObjects>);

int TouchedObjects::compare(const Touched& left, const Touched& right) {
  if (left.address.classId != right.address.classId)
    return left.address.classId < right.address.classId ? -1 : 1;
  if (left.address.objectId != right.address.objectId)
    return left.address.objectId < right.address.objectId ? -1 : 1;
  return 0;
}

TouchedObjects::TouchedObjects(int begin, int end, const AccessOrigin* origin)
    : objects_(static_cast<Touched*>(MemoryContextAllocHuge(
          CurrentMemoryContext, sizeof(Touched) * static_cast<std::size_t>(end - begin)))) {
  for (int i = begin; i < end; ++i) {
    const Access& access = access_at(i);
    if (access.origin != origin) continue;
    // Each change of a catalog by hand counts for itself.
    ObjectAddress address = access.address;
    if (access.kind == kByHand) address.objectSubId = -1;
    objects_[count_++] = {address, access.kind, access.tag, access.name, i};
  }
  std::sort(objects_, objects_ + count_, [](const Touched& left, const Touched& right) {
    const int order = compare(left, right);
    return order < 0 || (order == 0 && left.first < right.first);
  });
  int kept = 0;
  for (int i = 0; i < count_; ++i) {
    if (kept > 0 && compare(objects_[kept - 1], objects_[i]) == 0) {
      Touched& object = objects_[kept - 1];
      object.kinds |= objects_[i].kinds;
      object.first = std::min(object.first, objects_[i].first);
      // Several columns are the whole table.
      if (object.address.objectSubId != objects_[i].address.objectSubId) object.address.objectSubId = 0;
      if (object.name == nullptr) object.name = objects_[i].name;
      if (object.tag == CMDTAG_UNKNOWN) object.tag = objects_[i].tag;
    } else {
      objects_[kept++] = objects_[i];
    }
  }
  count_ = kept;
}

const int* TouchedObjects::in_order() const {
  auto* order = static_cast<int*>(palloc(sizeof(int) * static_cast<std::size_t>(std::max(count_, 1))));
  for (int i = 0; i < count_; ++i) order[i] = i;
  std::sort(order, order + count_,
            [&](int left, int right) { return objects_[left].first < objects_[right].first; });
  return order;
}

const Touched* TouchedObjects::find(Oid class_id, Oid object_id) const {
  const Touched key = {{class_id, object_id, 0}, 0, CMDTAG_UNKNOWN, nullptr, 0};
  const Touched* found =
      std::lower_bound(objects_, objects_ + count_, key,
                       [](const Touched& left, const Touched& right) { return compare(left, right) < 0; });
  return found != objects_ + count_ && compare(*found, key) == 0 ? found : nullptr;
}

bool TouchedObjects::is_touched(const ObjectAddress& object) const {
  const Touched* touched = find(object.classId, object.objectId);
  return touched != nullptr && (touched->kinds & ~(kByHand | kSetting)) != 0;
}

bool makes_part(char dependency) {
  return dependency == DEPENDENCY_INTERNAL || dependency == DEPENDENCY_AUTO ||
         dependency == DEPENDENCY_PARTITION_PRI || dependency == DEPENDENCY_PARTITION_SEC;
}

// The objects that an object is a part of, a List of ObjectAddress*.
List* wholes_of(const ObjectAddress& object) {
  List* wholes = NIL;
  const auto add = [&](Oid class_id, Oid object_id) {
    auto* whole = static_cast<ObjectAddress*>(palloc(sizeof(ObjectAddress)));
    *whole = {class_id, object_id, 0};
    wholes = lappend(wholes, whole);
  };
  Relation catalog = table_open(DependRelationId, AccessShareLock);
  ScanKeyData keys[2];
  ScanKeyInit(&keys[0], Anum_pg_depend_classid, BTEqualStrategyNumber, F_OIDEQ,
              ObjectIdGetDatum(object.classId));
  ScanKeyInit(&keys[1], Anum_pg_depend_objid, BTEqualStrategyNumber, F_OIDEQ,
              ObjectIdGetDatum(object.objectId));
  SysScanDesc scan = systable_beginscan(catalog, DependDependerIndexId, true, nullptr, 2, keys);
  while (HeapTuple tuple = systable_getnext(scan)) {
    const auto* link = reinterpret_cast<Form_pg_depend>(GETSTRUCT(tuple));
    const bool itself = link->refclassid == object.classId && link->refobjid == object.objectId;
    if (makes_part(link->deptype) && !itself) add(link->refclassid, link->refobjid);
  }
  systable_endscan(scan);
  table_close(catalog, AccessShareLock);

  if (object.classId == RelationRelationId && has_superclass(object.objectId)) {
    Relation inherits = table_open(InheritsRelationId, AccessShareLock);
    ScanKeyInit(&keys[0], Anum_pg_inherits_inhrelid, BTEqualStrategyNumber, F_OIDEQ,
                ObjectIdGetDatum(object.objectId));
    scan = systable_beginscan(inherits, InheritsRelidSeqnoIndexId, true, nullptr, 1, keys);
    while (HeapTuple tuple = systable_getnext(scan)) {
      add(RelationRelationId, reinterpret_cast<Form_pg_inherits>(GETSTRUCT(tuple))->inhparent);
    }
    systable_endscan(scan);
    table_close(inherits, AccessShareLock);
  }
  return wholes;
}

// What the catalog's row itself says: of a relation's row type, of an array type and of a constraint. Else
// not valid.
ObjectAddress plain_whole_of(const ObjectAddress& object) {
  ObjectAddress whole = InvalidObjectAddress;
  if (object.classId == TypeRelationId) {
    HeapTuple tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(object.objectId));
    if (!HeapTupleIsValid(tuple)) return whole;
    const auto* type = reinterpret_cast<Form_pg_type>(GETSTRUCT(tuple));
    if (IsTrueArrayType(type)) {
      whole = {TypeRelationId, type->typelem, 0};
    } else if (OidIsValid(type->typrelid) && get_rel_relkind(type->typrelid) != RELKIND_COMPOSITE_TYPE) {
      whole = {RelationRelationId, type->typrelid, 0};
    }
    ReleaseSysCache(tuple);
  } else if (object.classId == ConstraintRelationId) {
    HeapTuple tuple = SearchSysCache1(CONSTROID, ObjectIdGetDatum(object.objectId));
    if (!HeapTupleIsValid(tuple)) return whole;
    const auto* constraint = reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple));
    if (OidIsValid(constraint->conrelid)) whole = {RelationRelationId, constraint->conrelid, 0};
    ReleaseSysCache(tuple);
  }
  return whole;
}

bool TouchedObjects::is_part_of_touched(const ObjectAddress& object, int depth) const {
  if (depth == kMaxDepth) return false;
  // The usual case without a look at the catalog's links.
  const ObjectAddress plain = plain_whole_of(object);
  if (OidIsValid(plain.objectId) && (is_touched(plain) || is_part_of_touched(plain, depth + 1))) return true;
  const List* wholes = wholes_of(object);
  for (int i = 0; i < list_length(wholes); ++i) {
    const auto* whole = static_cast<const ObjectAddress*>(list_nth(wholes, i));
    if (is_touched(*whole) || is_part_of_touched(*whole, depth + 1)) return true;
  }
  return false;
}

// TOAST tables, temporary objects as the setting says, and the schemas that hold these.
bool is_of_server(Oid class_id, const ObjectName& name) {
  if (class_id == NamespaceRelationId) return is_temporary_schema(name.identity);
  return name.schema != nullptr &&
         (std::string_view(name.schema).starts_with("pg_toast") || is_left_out(name.schema));
}

LogRow* new_row(const char* role, const char* command_tag, const ObjectAddress& address,
                const ObjectName& name) {
  LogRow* row = make_log_row();
  row->set_text(object_column::kRole, role);
  row->set_text(object_column::kCommandTag, command_tag);
  set_object(row, address, name);
  return row;
}

// Array types come, go and make room for other names with their element types.
bool is_array_type(const ObjectAddress& address, const ObjectName& name) {
  return address.classId == TypeRelationId && std::string_view(name.identity).ends_with("[]");
}

// What the server made along with a relation goes with it: its row type, a view's rule, defaults of columns.
bool is_made_along(const Touched& object, const ObjectName& name, const TouchedObjects& all) {
  const std::string_view identity = name.identity;
  if (object.address.classId == AttrDefaultRelationId) return true;
  if (object.address.classId == RewriteRelationId) return identity.starts_with("\"_RETURN\" on ");
  if (object.address.classId != TypeRelationId) return false;
  for (int i = 0; i < all.count(); ++i) {
    const Touched& other = all.at(i);
    if (other.address.classId == RelationRelationId && other.name != nullptr &&
        identity == other.name->identity)
      return true;
  }
  return false;
}

// The schema that a relation, a type or a constraint is in, without asking for its name.
Oid schema_of_common(const ObjectAddress& object) {
  CacheId cache = TYPEOID;
  switch (object.classId) {
    case RelationRelationId:
      return get_rel_namespace(object.objectId);
    case TypeRelationId:
      break;
    case ConstraintRelationId:
      cache = CONSTROID;
      break;
    default:
      return InvalidOid;
  }
  HeapTuple tuple = SearchSysCache1(cache, ObjectIdGetDatum(object.objectId));
  if (!HeapTupleIsValid(tuple)) return InvalidOid;
  const Oid schema = cache == TYPEOID ? reinterpret_cast<Form_pg_type>(GETSTRUCT(tuple))->typnamespace
                                      : reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple))->connamespace;
  ReleaseSysCache(tuple);
  return schema;
}

// The same as is_of_server() says of most of what it is true for, at less cost.
bool is_surely_of_server(const ObjectAddress& object) {
  const Oid schema = schema_of_common(object);
  if (schema == PG_TOAST_NAMESPACE) return true;
  return OidIsValid(schema) && !settings.log_temporary && isAnyTempNamespace(schema);
}

// Null when the change is of no interest after all.
LogRow* row_of(const Touched& object, const TouchedObjects& all, const char* role, const char* command_tag) {
  const bool dropped = (object.kinds & kDropped) != 0;
  if (dropped && (object.kinds & kCreated) != 0) return nullptr;
  // Most are a part of something: that is known sooner than a name.
  if (!dropped && (is_surely_of_server(object.address) || all.is_part_of_touched(object.address)))
    return nullptr;
  ObjectName name;
  if (dropped && object.name != nullptr) {
    name = *object.name;
  } else if (!find_name(object.address, &name)) {
    return nullptr;
  }
  if (is_of_server(object.address.classId, name) || is_array_type(object.address, name)) return nullptr;
  if (dropped && is_made_along(object, name, all)) return nullptr;
  if (!dropped || std::strcmp(role, kInPassing) != 0) return new_row(role, command_tag, object.address, name);
  LogRow* row = new_row("dropped", command_tag, object.address, name);
  row->set(object_column::kOriginal, BoolGetDatum(false));
  row->set(object_column::kNormal, BoolGetDatum(true));
  return row;
}

bool is_accounted_for(const Touched& object, const StatementFrame* frame) {
  if ((object.kinds & kRecorded) != 0) return true;
  // The trigger for sql_drop told about what it saw go.
  return frame != nullptr && object.kinds == kDropped && object.name == nullptr &&
         frame->drop_trigger == Armed::kYes && !frame->spans_transactions;
}

// For whoever holds the server's own count against the log's.
void tell_counts(int accessed, int recorded, int missing, const char* role) {
  ereport(DEBUG1,
          (errmsg_internal("schema_audit: %d objects accessed: %d recorded, %d parts of others or the "
                           "server's own, %d %s",
                           accessed, recorded, accessed - recorded - missing, missing, role),
           errhidestmt(true), errhidecontext(true)));
}

// Rows of what is not recorded yet.
List* missing_rows(const TouchedObjects& touched, const StatementFrame* frame, const char* role,
                   CommandTag tag) {
  List* rows = NIL;
  int accessed = 0;
  int recorded = 0;
  int missing = 0;
  const int* order = touched.in_order();
  for (int i = 0; i < touched.count(); ++i) {
    const Touched& object = touched.at(order[i]);
    if (object.kinds == kRecorded) continue;
    const int rows_before = list_length(rows);
    ++accessed;
    if (is_accounted_for(object, frame)) {
      ++recorded;
      continue;
    }
    if ((object.kinds & kSetting) != 0) {
      rows = list_concat(rows, changed_settings({InvalidOid, nullptr, tag, nullptr, kByTripwire}, role));
    } else if ((object.kinds & kByHand) != 0) {
      ObjectName name;
      const ObjectAddress catalog = {object.address.classId, object.address.objectId, 0};
      if (find_name(catalog, &name)) {
        rows = lappend(rows, new_row(role, GetCommandTagName(object.tag), catalog, name));
      }
    } else if (LogRow* row = row_of(object, touched, role, GetCommandTagName(tag))) {
      rows = lappend(rows, row);
    }
    if (list_length(rows) > rows_before) ++missing;
  }
  tell_counts(accessed, recorded, missing, role);
  return rows;
}

bool has_news(int begin) {
  for (int i = begin; i < access_count(); ++i) {
    if (access_at(i).kind != kRecorded) return true;
  }
  return false;
}

// A command that runs others inside of it, and may commit between them.
bool is_container(CommandTag tag) { return tag == CMDTAG_CALL || tag == CMDTAG_DO; }

void check_frame(StatementFrame* frame, int end, const char* role, const char* captured_by) {
  const TouchedObjects touched(frame->accesses, end, nullptr);
  List* rows = missing_rows(touched, frame, role, frame->tag);
  record_objects({log_schema(), frame->tree, frame->tag, frame, captured_by}, rows);
}

// Switching the log off is recorded too.
bool must_check() {
  return (may_record() || (has_remembered_settings() && !RecoveryInProgress())) && OidIsValid(log_schema());
}

// What the functions of a query changed, or the query itself by hand.
void check_origin(const AccessOrigin* origin, int end) {
  CommandTag tag = origin->tag;
  for (int i = 0; i < end && tag == CMDTAG_UNKNOWN; ++i) {
    if (access_at(i).origin == origin) tag = access_at(i).tag;
  }
  StatementFrame frame = {};
  frame.tag = tag;
  frame.query = origin->query;
  frame.location = -1;
  frame.top_level = true;
  under_policy({InvalidOid, nullptr, tag, &frame, kByTripwire}, [&] {
    if (!must_check()) return;
    const TouchedObjects touched(0, end, origin);
    record_objects({log_schema(), nullptr, tag, &frame, kByTripwire},
                   missing_rows(touched, nullptr, kUnattributed, tag));
  });
}

void check_outside(int end) {
  const AccessOrigin* done = nullptr;
  for (int i = 0; i < end; ++i) {
    const AccessOrigin* origin = access_at(i).origin;
    if (origin != nullptr && origin != done) check_origin(origin, end);
    if (origin != nullptr) done = origin;
  }
}

// The transaction ends while statements run: what they did so far is going to stay, whatever becomes of them.
// An event trigger will tell of the whole command in its last transaction.
void check_running_statements() {
  int end = access_count();
  for (StatementFrame* frame = current_frame(); frame != nullptr; frame = frame->outer) {
    const bool container = is_container(frame->tag);
    if (!container) frame->spans_transactions = true;
    if (!frame->has_gap) {
      const char* captured_by = container ? kByTripwire : kByUtilityHook;
      under_policy({InvalidOid, frame->tree, frame->tag, frame, captured_by}, [&] {
        if (must_check()) check_frame(frame, end, container ? kUnattributed : "unfinished", captured_by);
      });
    }
    end = frame->accesses;
  }
  check_outside(end);
}

void before_commit(XactEvent event, void*) {
  if (event != XACT_EVENT_PRE_COMMIT && event != XACT_EVENT_PRE_PREPARE) return;
  if (access_count() == 0) return;
  guard([&] {
    if (has_news(0)) check_running_statements();
    forget_accesses(0);
  });
}

// REFRESH MATERIALIZED VIEW CONCURRENTLY makes temporary tables by commands of its own, which the server
// lists nowhere.
bool is_part_of_refresh(const StatementFrame* frame) {
  const StatementFrame* outer = frame->outer;
  return outer != nullptr && outer->tree != nullptr && IsA(outer->tree, RefreshMatViewStmt);
}

// What a command did beside what the server lists of it, as it renames a constraint of all children, is a
// part of it. Of a command that has no record it is all there is.
const char* role_of_rest(const Recording& recording) {
  return recording.frame->listed && has_recorded(recording) ? kInPassing : kUnattributed;
}

}  // namespace

void check_statement(StatementFrame* frame) {
  // What could not be recorded is known as a gap; trying again would only say so twice.
  if (frame->has_gap || is_part_of_refresh(frame)) {
    forget_accesses(frame->accesses);
    return;
  }
  const bool accessed = access_count() > frame->accesses;
  if (accessed ? has_news(frame->accesses) : leaves_no_access(frame)) {
    Recording recording = {InvalidOid, frame->tree, frame->tag, frame, kByTripwire};
    under_policy(recording, [&] {
      if (!must_check()) return;
      CommandCounterIncrement();
      if (accessed) {
        check_frame(frame, access_count(), role_of_rest(recording), kByTripwire);
      } else {
        recording.log_schema = log_schema();
        record_objects(recording, rows_of_unreported(frame, kUnattributed));
      }
    });
  }
  forget_accesses(frame->accesses);
}

void watch_commits() { RegisterXactCallback(before_commit, nullptr); }

}  // namespace schema_audit
