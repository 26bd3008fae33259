// Privileges as statements.
#pragma once

#include <string>
#include <string_view>

#include "core/model/value.hpp"
#include "core/plan/step.hpp"

namespace schema_audit {

// Where privileges are granted, and what is there without being granted.
struct Grants {
  std::string prefix;               // in front of GRANT and REVOKE: ALTER DEFAULT PRIVILEGES ...
  std::string on;                   // "TABLE app.t"
  std::string column;               // quoted; empty: the whole object
  std::string owner;                // quoted
  std::string_view public_default;  // what PUBLIC has by itself; empty: nothing
  bool only_added = false;          // neither owner nor PUBLIC has anything by itself
};

// From one map of privileges (see kinds/privileges.hpp) to the other.
void change_privileges(const Grants& grants, const TextMap& from, const TextMap& to, Steps& steps);

}  // namespace schema_audit
