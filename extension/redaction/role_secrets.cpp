// Passwords of roles.
#include "extension/redaction/secrets.hpp"

namespace schema_audit {

void find_role_secrets(Secrets* secrets, const List* options) {
  for (int i = 0; i < list_length(options); ++i) {
    const auto* option = static_cast<const DefElem*>(list_nth(options, i));
    // PASSWORD NULL has no value.
    if (std::strcmp(option->defname, "password") != 0 || option->arg == nullptr) continue;
    // It is at the word PASSWORD, or ENCRYPTED before it.
    if (option->location < 0 || !secrets->add_string_after(option->location)) secrets->set_lost();
  }
}

}  // namespace schema_audit
