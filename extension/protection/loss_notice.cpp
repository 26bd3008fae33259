#include "extension/protection/loss_notice.hpp"

#include "extension/capture/log_schema.hpp"

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_ddl_command_start);
}

namespace schema_audit {

namespace {

// Longer tables are estimated.
constexpr BlockNumber kMaxCountedBlocks = 8192;

// The statement that was told already.
struct Noticed {
  TransactionId xid;
  TimestampTz statement;
};
Noticed noticed = {InvalidTransactionId, 0};

bool is_kept_table(const char* name) {
  return std::strcmp(name, "ddl_statement") == 0 || std::strcmp(name, "ddl_object") == 0 ||
         std::strcmp(name, "snapshot") == 0;
}

double count_rows(Oid log_schema, const char* table) {
  const Oid oid = get_relname_relid(table, log_schema);
  Relation relation = OidIsValid(oid) ? try_relation_open(oid, AccessShareLock) : nullptr;
  if (relation == nullptr) return 0;
  double rows = 0;
  if (RelationGetNumberOfBlocks(relation) > kMaxCountedBlocks) {
    rows = std::max<double>(relation->rd_rel->reltuples, 0);
  } else {
    Snapshot snapshot = RegisterSnapshot(GetLatestSnapshot());
    TableScanDesc scan = table_beginscan_strat(relation, snapshot, 0, nullptr, true, true);
    TupleTableSlot* slot = table_slot_create(relation, nullptr);
    while (table_scan_getnextslot(scan, ForwardScanDirection, slot)) rows += 1;
    ExecDropSingleTupleTableSlot(slot);
    table_endscan(scan);
    UnregisterSnapshot(snapshot);
  }
  relation_close(relation, AccessShareLock);
  return rows;
}

}  // namespace

void notice_loss(Oid relation) {
  const Oid schema = log_schema();
  if (!OidIsValid(schema) || get_rel_namespace(relation) != schema) return;
  const char* name = get_rel_name(relation);
  if (name == nullptr || !is_kept_table(name)) return;
  const Noticed now = {GetTopTransactionId(), GetCurrentStatementStartTimestamp()};
  if (now.xid == noticed.xid && now.statement == noticed.statement) return;
  noticed = now;
  const double statements = count_rows(schema, "ddl_statement");
  const double objects = count_rows(schema, "ddl_object");
  const double snapshots = count_rows(schema, "snapshot");
  ereport(NOTICE, (errmsg("the DDL log is dropped with the extension schema_audit"),
                   errdetail("%.0f statements with %.0f object rows, and %.0f snapshots are lost.",
                             statements, objects, snapshots),
                   errhint("A dump of the schema schema_audit, or the store of the collector, keeps them.")));
  ereport(LOG, (errmsg("schema_audit: role \"%s\" drops the DDL log of database \"%s\": %.0f statements with "
                       "%.0f object rows, and %.0f snapshots",
                       GetUserNameFromId(GetSessionUserId(), true), get_database_name(MyDatabaseId),
                       statements, objects, snapshots)));
}

}  // namespace schema_audit

// Where the library is not preloaded, the call has loaded it: that is all there is to do before the command.
Datum schema_audit_ddl_command_start(PG_FUNCTION_ARGS) {
  if (!CALLED_AS_EVENT_TRIGGER(fcinfo)) {
    ereport(ERROR, (errcode(ERRCODE_E_R_I_E_EVENT_TRIGGER_PROTOCOL_VIOLATED),
                    errmsg("schema_audit.on_ddl_command_start() is the function of an event trigger")));
  }
  PG_RETURN_NULL();
}
