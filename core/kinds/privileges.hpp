// Privileges as an attribute: what differs from the built-in default, by grantee, in words.
#pragma once

#include <optional>
#include <string_view>

#include "core/model/value.hpp"

namespace schema_audit {

// Turns an aclitem[] into a map of grantee to privileges: {"bob": "SELECT, UPDATE*", "PUBLIC": "none"}.
//
// acl          array_out() of the ACL; nullopt when the column is NULL, which means the default
// owner        the object's owner; grants made by somebody else carry " (granted by NAME)" behind the grantee
// object_type  as for acldefault(): 'r' table, 's' sequence, 'f' routine, 'n' schema, 'T' type, 'c' column,
//              'l' language, 'F' foreign-data wrapper, 'S' foreign server, 'L' large object
//
// A star means WITH GRANT OPTION. "ALL" stands for every privilege that the server's major knows for this
// type, so that MAINTAIN (17) makes no difference. An entry equal to the default (acldefault(): the owner has
// all, PUBLIC may execute a routine or use a type) is left out, a default entry that was revoked is "none".
// Throws std::invalid_argument for what is not an ACL.
TextMap parse_privileges(std::optional<std::string_view> acl, std::string_view owner, char object_type);

// The same for privileges that come on top of others (default privileges in one schema): whatever is not in
// the list is as it was, and nothing is left out as being the default.
TextMap parse_added_privileges(std::string_view acl, std::string_view owner, char object_type);

}  // namespace schema_audit
