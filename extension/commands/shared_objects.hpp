// Databases, tablespaces and event triggers, and what can be said about any object that the server has no
// events for.
#pragma once

#include "extension/capture/recording.hpp"

namespace schema_audit {

// Whether the form of a command is one that has no events, for the table of unseen commands.
bool drops_event_trigger(const Node* tree);
bool renames_shared(const Node* tree);
bool owns_shared(const Node* tree);
bool comments_shared(const Node* tree);
bool labels_shared(const Node* tree);
bool grants_shared(const Node* tree);
bool creates_own_extension(const Node* tree);

// Object rows of the commands.
List* created_database(const Recording& recording);
List* altered_database(const Recording& recording);
List* refreshed_database(const Recording& recording);
List* database_to_drop(const Recording& recording);
List* created_tablespace(const Recording& recording);
List* altered_tablespace(const Recording& recording);
List* tablespace_to_drop(const Recording& recording);
List* created_event_trigger(const Recording& recording);
List* altered_event_trigger(const Recording& recording);
List* event_triggers_to_drop(const Recording& recording);
List* renamed(const Recording& recording);
List* new_owner(const Recording& recording);
List* commented(const Recording& recording);
List* labelled(const Recording& recording);
List* granted(const Recording& recording);
List* created_own_extension(const Recording& recording);

}  // namespace schema_audit
