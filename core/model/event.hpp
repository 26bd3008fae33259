// One row of the DDL log: one object touched by one command, with its actor.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace schema_audit {

// Who did it. What the server knows for a fact and what somebody claimed are never mixed.
struct Actor {
  std::string session_role;            // who logged in
  std::string outer_role;              // after SET ROLE; the session role when there was none
  std::string effective_role;          // whose rights the command ran with
  std::string authenticated_identity;  // system_user or authenticated identity; empty when unknown
  bool superuser = false;
  std::string application_name;
  std::string client_address;  // empty: a Unix-domain socket
  std::string end_user;        // on whose behalf; empty when unknown
  // Why to believe that: "authenticated", the server proved it; "verified", a token with a valid signature;
  // "claimed", a setting; "comment", a comment in the statement. The last two are claims.
  std::string end_user_trust;
  std::string reason;  // named by the application (schema_audit.reason)
};

// OIDs mean nothing in another database: events from there get one that no object has.
inline constexpr std::uint32_t kOidOfAnotherDatabase = std::numeric_limits<std::uint32_t>::max();

struct Event {
  std::string origin;       // the target it was read from; empty where there is only one
  std::string incarnation;  // of the log that the row was written in
  std::uint64_t xid = 0;    // xid8 of the top-level transaction
  std::int32_t number = 0;  // within the transaction
  std::int32_t statement_number = 0;
  std::string at;  // RFC 3339 with microseconds, UTC
  std::string command_tag;
  std::string statement;  // empty when it was not kept
  Actor actor;

  std::string role;                        // 'target', 'subcommand', 'dropped', ...
  std::string object_type;                 // in the words of pg_identify_object()
  std::string identity;                    // in the words of pg_identify_object()
  std::vector<std::string> address_names;  // unquoted, from pg_identify_object_as_address()
  std::string subcommand;                  // 'ALTER COLUMN DROP NOT NULL', ...
  std::uint32_t class_oid = 0;
  std::uint32_t object_oid = 0;
  std::int32_t sub_id = 0;              // attnum of a column
  std::vector<std::string> privileges;  // of GRANT and REVOKE: 'SELECT', 'UPDATE(id)', 'ALL'
  std::vector<std::string> grantees;    // 'PUBLIC' among them
  std::string old_owner;                // before OWNER TO or REASSIGN OWNED; empty: not known
};

// "app as deploy for maria@example.com (claimed)": the session role, the role it took on by SET ROLE, the end
// user, always with the trust, unless that is only the session role itself. A name that could be taken for
// such a sentence is quoted as in SQL. Not escaped for any output (see render/printable.hpp).
std::string who(const Actor& actor);

}  // namespace schema_audit
