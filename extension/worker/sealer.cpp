// The short-lived background worker of one database: seals what has been committed and stores what waits in
// shared memory, then ends, so that nobody who wants to drop or copy the database has to wait for it.
#include "extension/attempt/attempt_buffer.hpp"
#include "extension/attempt/attempt_table.hpp"
#include "extension/backend/spi.hpp"
#include "extension/capture/log_schema.hpp"
#include "extension/seal/block.hpp"
#include "extension/worker/shared_state.hpp"

extern "C" {
PGDLLEXPORT void schema_audit_sealer_main(Datum);
}

namespace schema_audit {

namespace {

// What they wrote is to be sealed when they are committed, of which nobody tells.
bool has_prepared_transactions() {
  if (max_prepared_xacts == 0) return false;
  const SpiConnection spi;
  return !spi_query("SELECT FROM pg_catalog.pg_prepared_xacts WHERE database = pg_catalog.current_database()",
                    {}, true)
              .empty();
}

void begin(const char* activity) {
  SetCurrentStatementStartTimestamp();
  StartTransactionCommand();
  PushActiveSnapshot(GetTransactionSnapshot());
  pgstat_report_activity(STATE_RUNNING, activity);
}

// In a transaction of its own: nothing else fails when this does.
void store_attempts() {
  pg_call([] {
    begin("storing attempts at DDL");
    const Oid schema = log_schema();
    if (OidIsValid(schema)) drain_attempts(schema);
    PopActiveSnapshot();
    CommitTransactionCommand();
  });
}

// Tells who listens that the log has grown. Here and not in the transactions that write the log: a NOTIFY
// makes their commits wait for each other, all over the server, and a full queue would fail them. In a
// transaction of its own for the same reason, which nobody has to find on the disk after a crash. Who listens
// also looks from time to time: what cannot be told is found then.
void notify_listeners() {
  const MemoryContext context = CurrentMemoryContext;
  try {
    pg_call([] {
      SetConfigOption("synchronous_commit", "off", PGC_SUSET, PGC_S_OVERRIDE);
      begin("telling that the DDL log has grown");
    });
    {
      const SpiConnection spi;
      spi_query("SELECT pg_catalog.pg_notify('schema_audit', '')", {}, false);
    }
    pg_call([] {
      PopActiveSnapshot();
      CommitTransactionCommand();
    });
  } catch (const PgError& failure) {
    MemoryContextSwitchTo(context);
    ereport(DEBUG1, (errmsg_internal("schema_audit: cannot notify: %s", failure.data()->message)));
    AbortCurrentTransaction();
  }
}

SealerResult seal_database(bool& grown) {
  pg_call([] { begin("sealing the DDL log"); });
  const Oid schema = pg_call([] { return log_schema(); });
  Sealed sealed;
  if (OidIsValid(schema)) {
    sealed = seal_committed(schema);
    sealed.more = sealed.more || has_prepared_transactions();
  }
  pg_call([] {
    PopActiveSnapshot();
    CommitTransactionCommand();
    pgstat_report_stat(true);
  });
  if (!OidIsValid(schema)) return SealerResult::kNothing;
  grown = grown || sealed.transactions > 0;
  return sealed.more ? SealerResult::kMore : SealerResult::kDone;
}

void run(SealerSlot* slot) {
  const MemoryContext context = CurrentMemoryContext;
  ErrorData* error = nullptr;
  const char* message = nullptr;
  try {
    bool grown = slot->news;
    slot->result = seal_database(grown);
    if (slot->result == SealerResult::kNothing) return;
    if (has_attempts()) store_attempts();
    if (grown) notify_listeners();
    return;
  } catch (const PgError& failure) {
    error = failure.data();
    message = error->message;
  } catch (const std::exception& failure) {
    message = MemoryContextStrdup(TopMemoryContext, failure.what());
  }
  MemoryContextSwitchTo(context);
  slot->result = SealerResult::kFailed;
  if (!slot->again) {
    ereport(LOG, (errmsg("schema_audit: cannot seal the log of database %u: %s", slot->database,
                         message != nullptr ? message : "unknown error"),
                  errdetail("It is tried again, less and less often, and no more said until it succeeds.")));
  }
  AbortCurrentTransaction();
}

}  // namespace

}  // namespace schema_audit

void schema_audit_sealer_main(Datum argument) {
  schema_audit::SealerSlot* slot = schema_audit::sealer_slot(DatumGetInt32(argument));
  pqsignal(SIGTERM, die);
  BackgroundWorkerUnblockSignals();
  BackgroundWorkerInitializeConnectionByOid(slot->database, InvalidOid, 0);
  // It waits neither for a lock nor for another server.
  SetConfigOption("lock_timeout", "1s", PGC_SUSET, PGC_S_OVERRIDE);
  // Of two that wait for each other it gives up first, not the session that drops the extension.
  SetConfigOption("deadlock_timeout", "1ms", PGC_SUSET, PGC_S_OVERRIDE);
  SetConfigOption("synchronous_commit", "local", PGC_SUSET, PGC_S_OVERRIDE);
  // What it asks is nobody's query: statistics of queries do not count it.
  SetConfigOption("compute_query_id", "off", PGC_SUSET, PGC_S_OVERRIDE);
  schema_audit::guard([&] { schema_audit::run(slot); });
  proc_exit(0);
}
