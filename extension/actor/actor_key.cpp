#include "extension/actor/actor_key.hpp"

#include "extension/actor/token.hpp"
#include "extension/backend/settings.hpp"

namespace schema_audit {

bool check_actor_key(char** value, void** extra, GucSource source) {
  (void)extra;
  if (*value == nullptr || **value == '\0') return true;
  // The server's own message would show the value.
  switch (source) {
    case PGC_S_TEST:
    case PGC_S_GLOBAL:
    case PGC_S_DATABASE:
    case PGC_S_USER:
    case PGC_S_DATABASE_USER:
      GUC_check_errmsg("schema_audit.actor_key cannot be kept with a role, a database or a function");
      GUC_check_errdetail("Everybody can read such settings.");
      GUC_check_errhint("Set it in postgresql.conf or with ALTER SYSTEM.");
      return false;
    default:
      break;
  }
  if (std::strlen(*value) < kMinimumKeyLength) {
    GUC_check_errmsg("schema_audit.actor_key is too short");
    GUC_check_errdetail("It needs %zu bytes at least.", kMinimumKeyLength);
    return false;
  }
  return true;
}

const char* show_actor_key() {
  return settings.actor_key != nullptr && *settings.actor_key != '\0' ? "********" : "";
}

}  // namespace schema_audit
