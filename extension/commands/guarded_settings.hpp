// The settings that decide what is recorded: session_replication_role, event_triggers and those of the
// extension that only superusers may change. Changing one of them is recorded like DDL.
#pragma once

#include "extension/capture/recording.hpp"

namespace schema_audit {

// Whether SET or RESET could change one of them, for the table of unseen commands.
bool sets_guarded(const Node* tree);
bool discards_all(const Node* tree);

// Remembers their values until the changes are recorded or the transaction ends. Returns no rows.
List* remember_settings(const Recording& recording);

// Whether a change is to be looked for: their values are remembered, and the log was on by then.
bool has_remembered_settings();

// Object rows of those that have another value now, with a role of ddl_object. Their values are forgotten.
List* changed_settings(const Recording& recording, const char* role);
List* set_settings(const Recording& recording);

// REQUIRES: called once, from _PG_init.
void watch_settings();

}  // namespace schema_audit
