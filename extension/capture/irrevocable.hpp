// Commands that an error at their end does not undo: they commit on their way (CREATE INDEX CONCURRENTLY), or
// change what no transaction covers (CREATE DATABASE, ALTER SYSTEM). Whether they can be recorded has to be
// asked before; afterwards nothing may be raised.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

// A null tree is none.
bool is_irrevocable(const Node* tree);

}  // namespace schema_audit
