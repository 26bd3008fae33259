// What passes while schema_audit.enabled is off and no row of the log tells who switched it off: it came with
// the start of the session, from a configuration file or from the SET clause of a function.
#pragma once

#include "extension/capture/recording.hpp"

namespace schema_audit {

// A command that changed something, or may have, and is not recorded. The first one of a transaction is kept
// as a gap, when the transaction commits. Nothing when the log is on, cannot be written here, or tells of the
// switch.
void note_silent_gap(const Recording& recording);

// REQUIRES: called once, from _PG_init.
void watch_silent_gaps();

}  // namespace schema_audit
