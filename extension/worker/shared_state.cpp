#include "extension/worker/shared_state.hpp"

namespace schema_audit {

namespace {

struct SharedState {
  slock_t mutex;
  pid_t launcher;
  Latch* latch;  // the launcher's
  int mark_count;
  bool all;
  Oid marks[kMaxMarks];
  SealerSlot sealers[kMaxSealers];
};

SharedState* state = nullptr;
shmem_request_hook_type next_request = nullptr;
shmem_startup_hook_type next_startup = nullptr;

extern "C" void request_shared_memory() {
  if (next_request != nullptr) next_request();
  RequestAddinShmemSpace(MAXALIGN(sizeof(SharedState)));
}

extern "C" void make_shared_state() {
  if (next_startup != nullptr) next_startup();
  LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
  bool found = false;
  state = static_cast<SharedState*>(ShmemInitStruct("schema_audit worker", sizeof(SharedState), &found));
  if (!found) {
    std::memset(static_cast<void*>(state), 0, sizeof(SharedState));
    SpinLockInit(&state->mutex);
  }
  LWLockRelease(AddinShmemInitLock);
}

extern "C" void unregister_launcher(int, Datum) {
  SpinLockAcquire(&state->mutex);
  if (state->launcher == MyProcPid) {
    state->launcher = 0;
    state->latch = nullptr;
  }
  SpinLockRelease(&state->mutex);
}

}  // namespace

void install_shared_state() {
  if (!process_shared_preload_libraries_in_progress) return;
  next_request = shmem_request_hook;
  shmem_request_hook = request_shared_memory;
  next_startup = shmem_startup_hook;
  shmem_startup_hook = make_shared_state;
}

void wake_worker() {
  if (state == nullptr) return;
  SpinLockAcquire(&state->mutex);
  const Oid* end = state->marks + state->mark_count;
  const bool marked =
      state->all || std::find(static_cast<const Oid*>(state->marks), end, MyDatabaseId) != end;
  if (!marked && state->mark_count < kMaxMarks)
    state->marks[state->mark_count++] = MyDatabaseId;
  else if (!marked)
    state->all = true;
  Latch* latch = marked ? nullptr : state->latch;
  SpinLockRelease(&state->mutex);
  // A latch of shared memory: setting that of a launcher that has just ended wakes somebody for nothing.
  if (latch != nullptr) SetLatch(latch);
}

int launcher_pid() { return state != nullptr ? static_cast<int>(state->launcher) : 0; }

SealerSlot* sealer_slot(int number) { return &state->sealers[number]; }

int read_marks(Oid* databases, bool* all) {
  SpinLockAcquire(&state->mutex);
  const int count = state->mark_count;
  std::copy(state->marks, state->marks + count, databases);
  *all = state->all;
  state->all = false;
  SpinLockRelease(&state->mutex);
  return count;
}

void clear_mark(Oid database) {
  SpinLockAcquire(&state->mutex);
  Oid* end = state->marks + state->mark_count;
  state->mark_count = static_cast<int>(std::remove(state->marks, end, database) - state->marks);
  SpinLockRelease(&state->mutex);
}

void register_launcher() {
  SpinLockAcquire(&state->mutex);
  state->launcher = MyProcPid;
  state->latch = MyLatch;
  SpinLockRelease(&state->mutex);
  before_shmem_exit(unregister_launcher, Datum{0});
}

}  // namespace schema_audit
