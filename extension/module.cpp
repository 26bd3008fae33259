// Entry point of the library: loaded by shared_preload_libraries, by session_preload_libraries, or by the
// first function of the extension that a session runs.
#include "extension/attempt/attempt_buffer.hpp"
#include "extension/attempt/attempt_table.hpp"
#include "extension/attempt/recorded_statements.hpp"
#include "extension/backend/fault.hpp"
#include "extension/backend/guard.hpp"
#include "extension/backend/settings.hpp"
#include "extension/capture/log_schema.hpp"
#include "extension/capture/log_table.hpp"
#include "extension/capture/policy.hpp"
#include "extension/capture/utility_hook.hpp"
#include "extension/commands/guarded_settings.hpp"
#include "extension/protection/silent_gap.hpp"
#include "extension/seal/transaction_seal.hpp"
#include "extension/worker/launcher.hpp"
#include "extension/worker/shared_state.hpp"

extern "C" {

#if PG_VERSION_NUM >= 180000
PG_MODULE_MAGIC_EXT(.name = "schema_audit", .version = SCHEMA_AUDIT_VERSION);
#else
PG_MODULE_MAGIC;
#endif

PGDLLEXPORT void _PG_init(void);
}

void _PG_init(void) {
  schema_audit::guard([] {
    schema_audit::define_settings();
    schema_audit::define_fault_setting();
    schema_audit::install_shared_state();
    schema_audit::install_attempt_buffer();
    schema_audit::install_launcher();
    schema_audit::install_transaction_seal();
    schema_audit::watch_log_schema();
    schema_audit::watch_log_tables();
    schema_audit::watch_rollbacks();
    schema_audit::watch_drain();
    schema_audit::watch_policy();
    schema_audit::watch_settings();
    schema_audit::watch_silent_gaps();
    schema_audit::install_utility_hook();
  });
}
