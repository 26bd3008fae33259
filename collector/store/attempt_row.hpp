// A command that failed, was refused or rolled back, or that could not be
// recorded: the columns of schema_audit.ddl_attempt, in their order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "collector/store/timestamp.hpp"

namespace schema_audit {

struct AttemptRow {
  std::string incarnation;  // uuid
  std::int64_t id = 0;
  Timestamp at;
  std::string outcome;
  std::optional<std::string> command_tag;
  std::optional<std::string> statement;
  bool statement_redacted = false;
  std::optional<std::string> sqlstate;
  std::optional<std::string> message;
  std::string session_role;
  std::string effective_role;
  std::optional<std::string> authenticated_identity;
  std::optional<std::string> actor;
  std::optional<std::string> actor_trust;
  std::optional<std::string> application_name;
  std::optional<std::string> client_addr;  // nullopt: a Unix socket
  std::optional<std::int32_t> client_port;
  std::int32_t backend_pid = 0;
  std::optional<std::uint64_t> xid;  // of the transaction, where it had one
  std::optional<std::int32_t> number;
  std::optional<std::int32_t> repeated;  // how many times in a row

  friend bool operator==(const AttemptRow&, const AttemptRow&) = default;
};

// What a store has of one incarnation from one id on.
struct AttemptCount {
  std::int64_t last_id = 0;  // the largest of all; 0 when there are none
  Timestamp last_at;         // the same; empty
  std::int64_t rows = 0;     // with an id not below the one asked for
};

// All conditions must hold; an empty one always does.
struct AttemptFilter {
  std::optional<Timestamp> since;  // at >= since
  std::string actor;               // session role, effective role or actor
  std::size_t limit = 0;           // the newest that many; 0: all
};

}  // namespace schema_audit
