#include "extension/attempt/attempt_table.hpp"

#include "extension/actor/claim.hpp"
#include "extension/attempt/attempt_buffer.hpp"
#include "extension/backend/guard.hpp"
#include "extension/capture/log_position.hpp"
#include "extension/capture/log_writer.hpp"

namespace schema_audit {

namespace {

constexpr const char* kTable = "ddl_attempt";

namespace attempt_column {
enum : int {
  kIncarnation,
  kId,
  kAt,
  kOutcome,
  kCommandTag,
  kStatement,
  kStatementRedacted,
  kSqlstate,
  kMessage,
  kSessionRole,
  kEffectiveRole,
  kAuthenticatedIdentity,
  kActor,
  kActorTrust,
  kApplicationName,
  kClientAddr,
  kClientPort,
  kBackendPid,
  kXid,
  kNumber,
  kRepeated,
  kCount
};
}  // namespace attempt_column

constexpr std::array<LogColumn, attempt_column::kCount> kColumns{{
    {"incarnation", UUIDOID},
    {"id", INT8OID},
    {"at", TIMESTAMPTZOID},
    {"outcome", TEXTOID},
    {"command_tag", TEXTOID},
    {"statement", TEXTOID},
    {"statement_redacted", BOOLOID},
    {"sqlstate", TEXTOID},
    {"message", TEXTOID},
    {"session_role", TEXTOID},
    {"effective_role", TEXTOID},
    {"authenticated_identity", TEXTOID},
    {"actor", TEXTOID},
    {"actor_trust", TEXTOID},
    {"application_name", TEXTOID},
    {"client_addr", TEXTOID},
    {"client_port", INT4OID},
    {"backend_pid", INT4OID},
    {"xid", XID8OID},
    {"number", INT4OID},
    {"repeated", INT4OID},
}};

// What the current transaction has stored, until it ends.
struct Stored {
  uint64 end;  // 0: nothing
  SubTransactionId subtransaction;
};
Stored stored = {0, InvalidSubTransactionId};

const char* role_name(Oid role) {
  const char* name = GetUserNameFromId(role, true);
  return name != nullptr ? valid_text(name) : psprintf("%u", role);
}

}  // namespace

int64 newest_attempt(Oid table, const pg_uuid_t* incarnation) {
  Relation relation = table_open(table, AccessShareLock);
  const Oid key = primary_key_index(relation);
  if (!OidIsValid(key)) {
    ereport(ERROR, (errcode(ERRCODE_UNDEFINED_OBJECT),
                    errmsg("table \"%s\" of the DDL log has lost its primary key", kTable)));
  }
  Relation index = index_open(key, AccessShareLock);
  ScanKeyData scan_key;
  ScanKeyInit(&scan_key, 1, BTEqualStrategyNumber, F_UUID_EQ, UUIDPGetDatum(incarnation));
  SysScanDesc scan = systable_beginscan_ordered(relation, index, nullptr, 1, &scan_key);
  int64 newest = 0;
  if (HeapTuple tuple = systable_getnext_ordered(scan, BackwardScanDirection)) {
    bool null = false;
    const AttrNumber column = get_attnum(table, kColumns[attempt_column::kId].name);
    newest = DatumGetInt64(heap_getattr(tuple, column, RelationGetDescr(relation), &null));
  }
  systable_endscan_ordered(scan);
  index_close(index, AccessShareLock);
  table_close(relation, AccessShareLock);
  return newest;
}

namespace {

LogRow* make_row(const Attempt& attempt, const pg_uuid_t* incarnation, int64 id) {
  using namespace attempt_column;
  const auto text = [&](int which) { return valid_text(attempt.texts[which]); };
  LogRow* row = make_log_row();
  row->set(kIncarnation, UUIDPGetDatum(incarnation));
  row->set(kId, Int64GetDatum(id));
  row->set(kAt, TimestampTzGetDatum(attempt.at));
  row->set_text(kOutcome, outcome_name(attempt.outcome));
  row->set_text(kCommandTag, text(attempt_text::kCommandTag));
  row->set_text(kStatement, text(attempt_text::kStatement));
  row->set(kStatementRedacted, BoolGetDatum(attempt.redacted));
  if (attempt.sqlstate != 0) row->set_text(kSqlstate, unpack_sql_state(attempt.sqlstate));
  row->set_text(kMessage, text(attempt_text::kMessage));
  row->set_text(kSessionRole, role_name(attempt.session_role));
  row->set_text(kEffectiveRole, role_name(attempt.effective_role));
  row->set_text(kAuthenticatedIdentity, text(attempt_text::kIdentity));
  row->set_text(kActor, text(attempt_text::kActor));
  row->set_text(kActorTrust, text(attempt_text::kActorTrust));
  row->set_text(kApplicationName, text(attempt_text::kApplication));
  row->set_text(kClientAddr, text(attempt_text::kAddress));
  if (attempt.client_port != 0) row->set(kClientPort, Int32GetDatum(attempt.client_port));
  row->set(kBackendPid, Int32GetDatum(attempt.backend_pid));
  if (FullTransactionIdIsValid(attempt.xid)) row->set(kXid, FullTransactionIdGetDatum(attempt.xid));
  if (attempt.number != 0) row->set(kNumber, Int32GetDatum(attempt.number));
  row->set(kRepeated, Int32GetDatum(attempt.repeated));
  return row;
}

void on_transaction(XactEvent event, void*) {
  if (stored.end == 0) return;
  // The lock on the table is still held: the next one to store begins after this.
  if (event == XACT_EVENT_COMMIT || event == XACT_EVENT_PREPARE) forget_attempts(stored.end);
  if (event == XACT_EVENT_COMMIT || event == XACT_EVENT_PREPARE || event == XACT_EVENT_ABORT) stored.end = 0;
}

void on_subtransaction(SubXactEvent event, SubTransactionId own, SubTransactionId, void*) {
  if (event == SUBXACT_EVENT_ABORT_SUB && stored.subtransaction >= own) stored.end = 0;
}

}  // namespace

int64 drain_attempts(Oid log_schema) {
  if (!has_attempts()) return 0;
  const Oid table = get_relname_relid(kTable, log_schema);
  if (!OidIsValid(table)) return 0;
  // Kept until the end of the transaction: it gives out the numbers, and conflicts with nothing but itself
  // and DDL.
  LockRelationOid(table, ShareUpdateExclusiveLock);
  const TakenAttempts taken = copy_attempts();
  const pg_uuid_t* incarnation = log_incarnation();
  int64 id = newest_attempt(table, incarnation);
  for (int i = 0; i < list_length(taken.attempts); ++i) {
    const auto* attempt = static_cast<const Attempt*>(list_nth(taken.attempts, i));
    write_log_row(log_schema, kTable, kColumns, make_row(*attempt, incarnation, ++id));
    // The next one looks for the newest number in the same transaction, maybe.
    if (i + 1 == list_length(taken.attempts)) CommandCounterIncrement();
  }
  stored = {taken.end, GetCurrentSubTransactionId()};
  return list_length(taken.attempts);
}

void watch_drain() {
  RegisterXactCallback(on_transaction, nullptr);
  RegisterSubXactCallback(on_subtransaction, nullptr);
}

}  // namespace schema_audit

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_store_attempts);

Datum schema_audit_store_attempts(PG_FUNCTION_ARGS) {
  PreventCommandDuringRecovery("schema_audit.store_attempts()");
  PreventCommandIfReadOnly("schema_audit.store_attempts()");
  const Oid schema = get_func_namespace(fcinfo->flinfo->fn_oid);
  const int64 count = schema_audit::guard([&] { return schema_audit::drain_attempts(schema); });
  PG_RETURN_INT64(count);
}
}
