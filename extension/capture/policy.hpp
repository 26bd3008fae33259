// What becomes of a command that cannot be recorded: schema_audit.on_failure.
//
//   error    the command fails with it
//   warning  the command stands; a WARNING says so, and the gap is kept as an attempt when it commits
//
// A command that an error would not undo is treated as with `warning`; so is one that a superuser runs with
// schema_audit.allow_log_changes, and the one that switches the log off, since a broken log must not stand in
// the way of its repair.
#pragma once

#include "extension/capture/recording.hpp"

namespace schema_audit {

void run_under_policy(const Recording& recording, void (*record)(void*), void* argument);

// Runs record(), which writes the rows of one command, under the policy.
// REQUIRES: whatever record creates is trivially destructible, or dies within pg_call's rules.
template <typename Function>
void under_policy(const Recording& recording, Function&& record) {
  using Plain = std::remove_reference_t<Function>;
  run_under_policy(
      recording, [](void* function) { (*static_cast<Plain*>(function))(); }, &record);
}

void look_under_policy_at(const Recording& recording, void (*look)(void*), void* argument);

// Runs look(), which reads what will be needed to record a command and changes nothing, under the policy: a
// failure is a failure to record.
template <typename Function>
void look_under_policy(const Recording& recording, Function&& look) {
  using Plain = std::remove_reference_t<Function>;
  look_under_policy_at(
      recording, [](void* function) { (*static_cast<Plain*>(function))(); }, &look);
}

// Something about the command could not be kept in memory. Under the policy.
void fail_to_note(StatementFrame* frame);

// Whether a superuser has asked to change the log by hand.
bool may_change_log();

// Before an irrevocable command: raises an error when it is plain that it could not be recorded. Writes
// nothing and keeps no lock.
void probe_before(const Node* tree);

// Whether an error at the end of the current transaction would come too late.
bool is_past_undoing();

// REQUIRES: called once, from _PG_init.
void watch_policy();

}  // namespace schema_audit
