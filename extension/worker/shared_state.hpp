// What sessions and the background worker share: which databases have something to do. It exists only when
// the library is in shared_preload_libraries.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

// REQUIRES: called once, from _PG_init. Does nothing outside of shared_preload_libraries.
void install_shared_state();

// The current database has something to seal or to store. Never fails and never waits: to be called after a
// commit, and by whoever leaves something for the worker.
void wake_worker();

// Process ID of the launcher; 0 when there is none.
int launcher_pid();

// For the launcher and the sealers only.

enum class SealerResult : int {
  kDied,     // ended before it could say
  kDone,     // nothing is left
  kMore,     // something is left that cannot be sealed yet
  kNothing,  // the database has no log
  kFailed
};

inline constexpr int kMaxSealers = 3;

// One running sealer. The launcher fills it in and reads the result when the process is gone.
struct SealerSlot {
  Oid database;
  bool again;  // its last run failed too: say nothing
  bool news;   // something was committed since the run before
  SealerResult result;
};

// REQUIRES: the shared state.
SealerSlot* sealer_slot(int number);

// Databases that are marked; returns how many were written to `databases`. `all` once when there were more
// than could be remembered.
inline constexpr int kMaxMarks = 128;
int read_marks(Oid* databases, bool* all);

// To be called before a sealer looks at the database: what is committed from then on marks it again. Until
// then commits there wake nobody.
void clear_mark(Oid database);

// The current process is the launcher from now on.
void register_launcher();

}  // namespace schema_audit
