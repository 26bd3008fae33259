// The settings of the extension, all under the prefix schema_audit. Values belong to the server.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

struct Settings {
  bool enabled;              // schema_audit.enabled
  int max_statement_length;  // schema_audit.max_statement_length, in bytes
  char* actor;               // schema_audit.actor: who the application works for, as it claims
  char* reason;              // schema_audit.reason
};

extern Settings settings;

// REQUIRES: called once, from _PG_init. Values that were set before the library was loaded are taken over.
void define_settings();

}  // namespace schema_audit
