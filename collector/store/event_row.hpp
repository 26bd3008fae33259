// The DDL log of a target as pulled from it: a statement and, below it, one row
// per object. The columns of schema_audit.ddl_statement and
// schema_audit.ddl_object, in their order: see event_columns.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "collector/store/timestamp.hpp"

namespace schema_audit {

using TextArray = std::vector<std::string>;

struct StatementRow {
  std::string incarnation;  // uuid
  std::uint64_t xid = 0;    // below 2^63
  std::int32_t number = 0;
  Timestamp logged_at;
  Timestamp transaction_at;
  Timestamp statement_at;
  std::string command_tag;
  std::optional<std::string> statement;
  bool statement_redacted = false;
  std::optional<bool> top_level;
  std::string session_role;
  std::string outer_role;
  std::string effective_role;
  std::optional<std::string> authenticated_identity;
  bool superuser = false;
  std::optional<std::string> actor;
  std::optional<std::string> actor_trust;
  std::optional<std::string> reason;
  std::string application_name;
  std::optional<std::string> client_addr;  // nullopt: a Unix socket
  std::optional<std::int32_t> client_port;
  std::int32_t backend_pid = 0;
  Timestamp backend_start;
  std::string replication_role;
  std::optional<std::string> in_extension;
  // From here on empty for what version 0.1 of the extension recorded.
  std::optional<std::uint32_t> session_role_oid;
  std::optional<std::uint32_t> outer_role_oid;
  std::optional<std::uint32_t> effective_role_oid;
  std::optional<std::string> client_dn;
  std::optional<std::string> backend_type;
  std::optional<std::string> captured_by;
  std::optional<std::int64_t> duration_us;
  std::optional<std::string> call_stack;
  std::optional<std::int32_t> statement_length;
  std::optional<std::string> statement_hash;  // hexadecimal

  friend bool operator==(const StatementRow&, const StatementRow&) = default;
};

struct ObjectRow {
  std::string incarnation;
  std::uint64_t xid = 0;
  std::int32_t number = 0;
  std::int32_t statement = 0;  // number of its statement row
  std::string role;
  std::optional<std::string> command_tag;
  std::optional<std::string> subcommand;
  std::optional<std::string> kind;
  std::string object_type;
  std::optional<std::string> schema_name;
  std::optional<std::string> object_identity;
  std::optional<TextArray> address_names;
  std::optional<TextArray> address_args;
  std::optional<std::string> old_name;
  std::optional<std::string> old_identity;
  std::uint32_t class_id = 0;
  std::uint32_t object_id = 0;
  std::int32_t sub_id = 0;
  std::optional<bool> original;
  std::optional<bool> normal;
  std::optional<std::int32_t> rewrite_reason;
  std::optional<TextArray> privileges;
  std::optional<TextArray> grantees;
  std::optional<std::string> old_owner;
  std::optional<TextArray> old_privileges;

  friend bool operator==(const ObjectRow&, const ObjectRow&) = default;
};

struct EventRows {
  std::vector<StatementRow> statements;  // read from a store: by logged_at, xid, number
  std::vector<ObjectRow> objects;        // read from a store: by incarnation, xid, number
};

struct EventCount {
  std::size_t statements = 0;
  std::size_t objects = 0;
};

// How far the log of a target has been pulled: everything that the MVCC
// snapshot sees is in the store.
struct Watermark {
  std::string incarnation;
  std::string pg_snapshot;  // xmin:xmax:xip,...
  Timestamp pulled_at;
};

// All conditions must hold; an empty one always does.
struct EventFilter {
  std::optional<Timestamp> since;    // logged_at >= since
  std::optional<Timestamp> before;   // logged_at < before
  std::vector<TextArray> addresses;  // address_names begins with one of these: {"public", "orders"}
  std::string actor;                 // session role, outer role, effective role or actor
  std::size_t limit = 0;             // the newest that many statements; 0: all
};

}  // namespace schema_audit
