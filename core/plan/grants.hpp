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

// What ALTER ... OWNER TO makes of the privileges: the new owner has those of the old one, who loses them. On
// a column an owner has only what is granted.
TextMap with_new_owner(const TextMap& privileges, const std::string& from, const std::string& to,
                       bool of_column = false);

// What of the privileges on a column is left by this change of those on its table, behind that of its owner:
// revoking there revokes here.
TextMap left_on_column(const TextMap& privileges, const Grants& table, const TextMap& table_from,
                       const TextMap& table_to);

}  // namespace schema_audit
