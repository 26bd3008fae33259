#include "extension/capture/tripwire.hpp"

#include "extension/backend/guard.hpp"
#include "extension/backend/settings.hpp"
#include "extension/capture/access_log.hpp"
#include "extension/capture/event_triggers.hpp"
#include "extension/capture/log_schema.hpp"
#include "extension/capture/policy.hpp"
#include "extension/capture/recording.hpp"
#include "extension/capture/touched_objects.hpp"
#include "extension/capture/unreported.hpp"
#include "extension/commands/guarded_settings.hpp"
#include "extension/protection/silent_gap.hpp"

namespace schema_audit {

namespace {

using namespace access_kind;

// The role of an object that only this noticed.
constexpr const char* kUnattributed = "unattributed";
// Of one that a recorded command changed in passing.
constexpr const char* kInPassing = "implicit";

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

// Null when the change is of no interest after all.
LogRow* row_of(const Touched& object, const TouchedObjects& all, const char* role, const char* command_tag) {
  const bool dropped = (object.kinds & kDropped) != 0;
  if (dropped && (object.kinds & kCreated) != 0) return nullptr;
  // Most are a part of something: that is known sooner than a name.
  if (!dropped && (is_surely_left_out(object.address) || all.is_part_of_touched(object.address)))
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

// Whether any of it would leave a row. Not of one that is gone: what is temporary was not noted while the log
// is off.
bool has_schema_change(const TouchedObjects& touched) {
  if (settings.enabled) return false;
  for (int i = 0; i < touched.count(); ++i) {
    const Touched& object = touched.at(i);
    const bool dropped = (object.kinds & kDropped) != 0;
    if (object.kinds == kRecorded || object.kinds == kSetting || (dropped && (object.kinds & kCreated) != 0))
      continue;
    if (!dropped && is_surely_left_out(object.address)) continue;
    return true;
  }
  return false;
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
  const Recording recording = {InvalidOid, nullptr, tag, &frame, kByTripwire};
  if (has_schema_change({0, end, origin})) note_silent_gap(recording);
  under_policy(recording, [&] {
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
// part of it. Of a command that has no record it is all there is; but DROP OWNED may do nothing else than
// take a role out of policies and memberships.
const char* role_of_rest(const Recording& recording) {
  const bool told = has_recorded(recording) || recording.tag == CMDTAG_DROP_OWNED;
  return recording.frame->listed && told ? kInPassing : kUnattributed;
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
    if (!accessed || has_schema_change({frame->accesses, access_count(), nullptr}))
      note_silent_gap(recording);
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
