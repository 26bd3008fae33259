#include "extension/worker/launcher.hpp"

#include "extension/backend/guard.hpp"
#include "extension/backend/settings.hpp"
#include "extension/worker/shared_state.hpp"

extern "C" {
PGDLLEXPORT void schema_audit_launcher_main(Datum);
}

namespace schema_audit {

namespace {

constexpr int kRestartSeconds = 5;
constexpr int kLongestWait = 60 * 1000;  // milliseconds: until what is still open is looked at again
constexpr int kLongestPause = 300 * 1000;
constexpr int kNoWorkerPause = 5 * 1000;

// datconnlimit of a database whose DROP DATABASE was interrupted.
constexpr int kInvalidDatabaseLimit = -2;

// A database that has something to do, or may have.
struct Task {
  Oid database;
  bool first_look;  // after the start of the server: one at a time
  TimestampTz due = 0;
  int delay = 0;  // milliseconds, of the last wait for what was still open
  int failures = 0;
  bool marked = false;  // again, while it was being looked at
  int slot = -1;
  BackgroundWorkerHandle* handle = nullptr;
};

class Launcher {
 public:
  void run();

 private:
  void add(Oid database, bool first_look);
  void add_every_database(bool first_look);
  void look_at_marks();
  void look_after(Task& task);
  void start(Task& task);
  int free_slot() const;
  bool may_start(const Task& task) const;
  long wait_time() const;

  static TimestampTz in(int milliseconds) {
    return TimestampTzPlusMilliseconds(GetCurrentTimestamp(), milliseconds);
  }

  std::vector<Task> tasks_;
  bool complained_ = false;
};

bool is_open(Oid database) {
  return pg_call([&] {
    StartTransactionCommand();
    bool open = false;
    HeapTuple tuple = SearchSysCache1(DATABASEOID, ObjectIdGetDatum(database));
    if (HeapTupleIsValid(tuple)) {
      const auto* form = reinterpret_cast<Form_pg_database>(GETSTRUCT(tuple));
      open = form->datallowconn && form->datconnlimit != kInvalidDatabaseLimit;
      ReleaseSysCache(tuple);
    }
    CommitTransactionCommand();
    return open;
  });
}

void Launcher::add(Oid database, bool first_look) {
  const auto found =
      std::find_if(tasks_.begin(), tasks_.end(), [&](const Task& task) { return task.database == database; });
  if (found == tasks_.end()) {
    tasks_.push_back({database, first_look});
    tasks_.back().due = first_look ? 0 : in(settings.seal_interval);
  } else if (found->slot >= 0) {
    found->marked = true;
  } else if (found->failures == 0 && !found->first_look) {
    found->delay = 0;
    found->due = std::min(found->due, in(settings.seal_interval));
  }
}

void Launcher::add_every_database(bool first_look) {
  List* databases = pg_call([] {
    const MemoryContext outer = CurrentMemoryContext;
    List* found = NIL;
    StartTransactionCommand();
    Relation catalog = table_open(DatabaseRelationId, AccessShareLock);
    TableScanDesc scan = table_beginscan_catalog(catalog, 0, nullptr);
    while (HeapTuple tuple = heap_getnext(scan, ForwardScanDirection)) {
      const auto* form = reinterpret_cast<Form_pg_database>(GETSTRUCT(tuple));
      if (!form->datallowconn) continue;
      const MemoryContext inner = MemoryContextSwitchTo(outer);
      found = lappend_oid(found, form->oid);
      MemoryContextSwitchTo(inner);
    }
    table_endscan(scan);
    table_close(catalog, AccessShareLock);
    CommitTransactionCommand();
    MemoryContextSwitchTo(outer);
    return found;
  });
  for (int i = 0; i < list_length(databases); ++i) add(list_nth_oid(databases, i), first_look);
  list_free(databases);
}

void Launcher::look_at_marks() {
  Oid databases[kMaxMarks];
  bool all = false;
  const int count = read_marks(databases, &all);
  for (int i = 0; i < count; ++i) add(databases[i], false);
  if (all) add_every_database(false);
}

// What became of a sealer. A task without a database has nothing left to do.
void Launcher::look_after(Task& task) {
  if (task.slot < 0) return;
  pid_t pid = 0;
  if (GetBackgroundWorkerPid(task.handle, &pid) != BGWH_STOPPED) return;
  pfree(task.handle);
  const SealerSlot* slot = sealer_slot(task.slot);
  const SealerResult result = slot->result;
  task.handle = nullptr;
  task.slot = -1;
  task.first_look = false;
  switch (result) {
    case SealerResult::kDone:
    case SealerResult::kNothing:
      task.failures = task.delay = 0;
      if (!task.marked) task.database = InvalidOid;
      task.due = in(settings.seal_interval);
      break;
    case SealerResult::kMore:
      task.failures = 0;
      task.delay = task.marked || task.delay == 0
                       ? std::max(settings.seal_interval, 1)
                       : std::min(task.delay * 2, std::max(kLongestWait, settings.seal_interval));
      task.due = in(task.delay);
      break;
    case SealerResult::kFailed:
    case SealerResult::kDied:
      task.failures = std::min(task.failures + 1, 16);
      task.due =
          in(std::min(kLongestPause, std::max(settings.seal_interval, 1000) << std::min(task.failures, 9)));
      break;
  }
  task.marked = false;
}

int Launcher::free_slot() const {
  for (int slot = 0; slot < kMaxSealers; ++slot) {
    if (std::none_of(tasks_.begin(), tasks_.end(), [&](const Task& task) { return task.slot == slot; }))
      return slot;
  }
  return -1;
}

bool Launcher::may_start(const Task& task) const {
  if (task.slot >= 0 || task.due > GetCurrentTimestamp() || free_slot() < 0) return false;
  return !task.first_look || std::none_of(tasks_.begin(), tasks_.end(), [](const Task& other) {
    return other.first_look && other.slot >= 0;
  });
}

void Launcher::start(Task& task) {
  clear_mark(task.database);
  if (!is_open(task.database)) {
    task.database = InvalidOid;
    return;
  }
  const int number = free_slot();
  *sealer_slot(number) = {task.database, task.failures > 0, !task.first_look && task.delay == 0,
                          SealerResult::kDied};
  BackgroundWorker worker = {};
  worker.bgw_flags = BGWORKER_SHMEM_ACCESS | BGWORKER_BACKEND_DATABASE_CONNECTION;
  worker.bgw_start_time = BgWorkerStart_RecoveryFinished;
  worker.bgw_restart_time = BGW_NEVER_RESTART;
  worker.bgw_main_arg = Int32GetDatum(number);
  worker.bgw_notify_pid = MyProcPid;
  strlcpy(worker.bgw_library_name, "schema_audit", sizeof(worker.bgw_library_name));
  strlcpy(worker.bgw_function_name, "schema_audit_sealer_main", sizeof(worker.bgw_function_name));
  strlcpy(worker.bgw_name, "schema_audit sealer", BGW_MAXLEN);
  strlcpy(worker.bgw_type, "schema_audit sealer", BGW_MAXLEN);
  if (pg_call([&] { return RegisterDynamicBackgroundWorker(&worker, &task.handle); })) {
    task.slot = number;
    complained_ = false;
    return;
  }
  task.due = in(kNoWorkerPause);
  if (complained_) return;
  complained_ = true;
  pg_call([] {
    ereport(LOG, (errmsg("schema_audit: no background worker is free to seal the log"),
                  errdetail("It is tried again from time to time."), errhint("Raise max_worker_processes.")));
  });
}

long Launcher::wait_time() const {
  if (settings.seal_interval == 0) return -1;
  long shortest = -1;
  const TimestampTz now = GetCurrentTimestamp();
  for (const Task& task : tasks_) {
    if (task.slot >= 0) continue;  // its end is reported
    // What is due and waits for another one's end is told by that.
    const long wait = task.due > now ? TimestampDifferenceMilliseconds(now, task.due) : kNoWorkerPause;
    if (shortest < 0 || wait < shortest) shortest = wait;
  }
  return shortest;
}

void Launcher::run() {
  add_every_database(true);
  while (!ShutdownRequestPending) {
    look_at_marks();
    for (Task& task : tasks_) look_after(task);
    if (settings.seal_interval > 0) {
      for (Task& task : tasks_) {
        if (OidIsValid(task.database) && may_start(task)) start(task);
      }
    }
    std::erase_if(tasks_, [](const Task& task) { return !OidIsValid(task.database); });
    pg_call([&] {
      const long timeout = wait_time();
      (void)WaitLatch(MyLatch, WL_LATCH_SET | WL_EXIT_ON_PM_DEATH | (timeout >= 0 ? WL_TIMEOUT : 0), timeout,
                      PG_WAIT_EXTENSION);
      ResetLatch(MyLatch);
      CHECK_FOR_INTERRUPTS();
      if (ConfigReloadPending) {
        ConfigReloadPending = false;
        ProcessConfigFile(PGC_SIGHUP);
      }
    });
  }
}

}  // namespace

void install_launcher() {
  if (!process_shared_preload_libraries_in_progress || IsBinaryUpgrade) return;
  BackgroundWorker worker = {};
  worker.bgw_flags = BGWORKER_SHMEM_ACCESS | BGWORKER_BACKEND_DATABASE_CONNECTION;
  worker.bgw_start_time = BgWorkerStart_RecoveryFinished;
  worker.bgw_restart_time = kRestartSeconds;
  strlcpy(worker.bgw_library_name, "schema_audit", sizeof(worker.bgw_library_name));
  strlcpy(worker.bgw_function_name, "schema_audit_launcher_main", sizeof(worker.bgw_function_name));
  strlcpy(worker.bgw_name, "schema_audit launcher", BGW_MAXLEN);
  strlcpy(worker.bgw_type, "schema_audit launcher", BGW_MAXLEN);
  pg_call([&] { RegisterBackgroundWorker(&worker); });
}

}  // namespace schema_audit

void schema_audit_launcher_main(Datum) {
  pqsignal(SIGTERM, SignalHandlerForShutdownRequest);
  pqsignal(SIGHUP, SignalHandlerForConfigReload);
  BackgroundWorkerUnblockSignals();
  // To read the list of databases.
  BackgroundWorkerInitializeConnection(nullptr, nullptr, 0);
  schema_audit::register_launcher();
  schema_audit::guard([] {
    schema_audit::Launcher launcher;
    launcher.run();
  });
  // Not 0: whoever ends it without ending the server has it back after a while.
  proc_exit(1);
}
