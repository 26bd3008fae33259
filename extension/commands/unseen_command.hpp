// Commands that the server calls no event trigger for: on roles, databases and other shared objects, on event
// triggers themselves, and some that change objects in passing.
#pragma once

#include "extension/capture/recording.hpp"

namespace schema_audit {

// What is known about one kind of command. Functions are given the statement's tree; lists are of LogRow*.
struct UnseenCommand {
  NodeTag node;
  bool (*applies)(const Node*);       // whether event triggers miss this form of it; null: always
  List* (*before)(const Recording&);  // what will be gone afterwards; null: nothing
  List* (*after)(const Recording&);   // what is there afterwards; null: nothing
};

// Null for every other command.
const UnseenCommand* find_unseen(const Node* tree);

}  // namespace schema_audit
