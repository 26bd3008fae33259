#include "extension/protection/silent_gap.hpp"

#include "extension/attempt/recorded_statements.hpp"
#include "extension/backend/settings.hpp"
#include "extension/capture/log_schema.hpp"
#include "extension/capture/policy.hpp"
#include "extension/commands/guarded_settings.hpp"

namespace schema_audit {

namespace {

// Where the gap of this transaction was noted; a savepoint that is rolled back takes it along.
SubTransactionId noted_in = InvalidSubTransactionId;

char message[] =
    "schema_audit.enabled is off: neither this command nor what follows in its transaction is recorded";

void on_transaction(XactEvent event, void*) {
  if (event == XACT_EVENT_COMMIT || event == XACT_EVENT_ABORT || event == XACT_EVENT_PREPARE)
    noted_in = InvalidSubTransactionId;
}

void on_subtransaction(SubXactEvent event, SubTransactionId own, SubTransactionId, void*) {
  if (event == SUBXACT_EVENT_ABORT_SUB && noted_in >= own) noted_in = InvalidSubTransactionId;
}

}  // namespace

void note_silent_gap(const Recording& recording) {
  if (settings.enabled || settings.switch_is_recorded || noted_in != InvalidSubTransactionId) return;
  // The switch itself is going to be recorded.
  if (has_remembered_settings() || RecoveryInProgress() || IsBinaryUpgrade) return;
  GapText text = {};
  bool is_gap = false;
  // What looks may be in a savepoint of its own, which takes along what it remembers.
  look_under_policy(recording, [&] {
    if (!OidIsValid(log_schema()) || is_in_own_script()) return;
    is_gap = true;
    ErrorData why = {};
    why.message = message;
    read_gap_text(recording, why, &text);
  });
  if (!is_gap) return;
  remember_gap(recording, 0, text);
  noted_in = GetCurrentSubTransactionId();
}

void watch_silent_gaps() {
  RegisterXactCallback(on_transaction, nullptr);
  RegisterSubXactCallback(on_subtransaction, nullptr);
}

}  // namespace schema_audit
