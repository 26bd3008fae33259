// The settings of the extension, all under the prefix schema_audit. Values belong to the server.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

// What becomes of a command that cannot be recorded.
enum class OnFailure : int { kError, kWarning };

struct Settings {
  bool enabled;              // schema_audit.enabled
  bool switch_is_recorded;   // while enabled is off: whether the log tells who switched it off
  int max_statement_length;  // schema_audit.max_statement_length, in bytes
  char* actor;               // schema_audit.actor: who the application works for, as it claims
  char* reason;              // schema_audit.reason
  int on_failure;            // schema_audit.on_failure, an OnFailure
  char* actor_key;           // schema_audit.actor_key: proves tokens that name an actor; null or empty: none
  bool log_temporary;        // schema_audit.log_temporary: record temporary objects too
  bool log_attempts;         // schema_audit.log_attempts: keep commands that failed or were rolled back
  int attempt_buffer;        // schema_audit.attempt_buffer, in kB of shared memory
  int seal_interval;         // schema_audit.seal_interval, in milliseconds
  bool allow_log_changes;    // schema_audit.allow_log_changes: the escape for repairs
};

extern Settings settings;

// REQUIRES: called once, from _PG_init. Values that were set before the library was loaded are taken over.
void define_settings();

}  // namespace schema_audit
