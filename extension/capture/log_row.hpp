// The rows of the log as they are built in memory: plain arrays of Datum by column, trivially destructible,
// in the current memory context.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

struct LogColumn {
  const char* name;
  Oid type;
};

namespace statement_column {
enum : int {
  kIncarnation,
  kXid,
  kNumber,
  kLoggedAt,
  kTransactionAt,
  kStatementAt,
  kCommandTag,
  kStatement,
  kStatementRedacted,
  kTopLevel,
  kSessionRole,
  kOuterRole,
  kEffectiveRole,
  kAuthenticatedIdentity,
  kSuperuser,
  kActor,
  kActorTrust,
  kReason,
  kApplicationName,
  kClientAddr,
  kClientPort,
  kBackendPid,
  kBackendStart,
  kReplicationRole,
  kInExtension,
  kSessionRoleOid,
  kOuterRoleOid,
  kEffectiveRoleOid,
  kClientDn,
  kBackendType,
  kCapturedBy,
  kDurationUs,
  kCallStack,
  kStatementLength,
  kStatementHash,
  kCount
};
}  // namespace statement_column

namespace object_column {
enum : int {
  kIncarnation,
  kXid,
  kNumber,
  kStatement,
  kRole,
  kCommandTag,
  kSubcommand,
  kKind,
  kObjectType,
  kSchemaName,
  kObjectIdentity,
  kAddressNames,
  kAddressArgs,
  kOldName,
  kOldIdentity,
  kClassId,
  kObjectId,
  kSubId,
  kOriginal,
  kNormal,
  kRewriteReason,
  kPrivileges,
  kGrantees,
  kOldOwner,
  kOldPrivileges,
  kCount
};
}  // namespace object_column

// Every table of the log begins with these three, which the writer fills in.
static_assert(int{statement_column::kNumber} == int{object_column::kNumber});

inline constexpr int kMaxLogColumns = 40;
static_assert(statement_column::kCount <= kMaxLogColumns && object_column::kCount <= kMaxLogColumns);

// Names and types as in the install script, in the order of the enumerations above.
std::span<const LogColumn> statement_columns();
std::span<const LogColumn> object_columns();

struct LogRow {
  Datum values[kMaxLogColumns];
  bool nulls[kMaxLogColumns];

  void set(int column, Datum value) {
    values[column] = value;
    nulls[column] = false;
  }
  // A null pointer is NULL.
  void set_text(int column, const char* text);
  // The same of a text that is constant for the life of the process, like a literal or the name of a command:
  // made once.
  void set_constant(int column, const char* text);
  bool is_null(int column) const { return nulls[column]; }
};
static_assert(std::is_trivially_destructible_v<LogRow>);

// All columns NULL.
LogRow* make_log_row();

}  // namespace schema_audit
