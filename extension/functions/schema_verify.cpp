// schema_verify(from_block bigint): whether the log is whole and everything that it needs in place.
#include "extension/backend/subtransaction.hpp"
#include "extension/capture/log_schema.hpp"
#include "extension/functions/function_scope.hpp"
#include "extension/functions/result_set.hpp"
#include "extension/health/health_check.hpp"
#include "extension/seal/chain_check.hpp"

namespace schema_audit {

namespace {

const char* status_name(CheckStatus status) {
  switch (status) {
    case CheckStatus::kOk:
      return "ok";
    case CheckStatus::kWarning:
      return "warning";
    case CheckStatus::kFailed:
      break;
  }
  return "failed";
}

void verify(FunctionCallInfo call, std::optional<std::int64_t> from_block) {
  ResultSet result(call);
  const Oid schema = pg_call([] { return log_schema(); });
  if (!OidIsValid(schema))
    throw SqlError(ERRCODE_UNDEFINED_TABLE, "the tables of schema_audit do not exist in this database", "",
                   "Run CREATE EXTENSION schema_audit.");
  const CheckSink sink = [&](const char* check, CheckStatus status, const std::string& detail) {
    result.add({check, status_name(status), detail});
  };
  const FunctionScope scope;
  const LatestSnapshot snapshot;
  try {
    in_reading_subtransaction([&] { check_chains(schema, from_block, sink); });
  } catch (const SqlError& error) {
    if (error.sqlstate() == ERRCODE_QUERY_CANCELED) throw;
    // A table that is gone, is another one or cannot be read.
    sink("blocks", CheckStatus::kFailed, std::string("the log cannot be read: ") + error.what());
  }
  check_health(schema, sink);
}

}  // namespace

}  // namespace schema_audit

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_verify);

Datum schema_audit_verify(PG_FUNCTION_ARGS) {
  std::optional<std::int64_t> from_block;
  if (!PG_ARGISNULL(0)) from_block = PG_GETARG_INT64(0);
  schema_audit::guard([&] { schema_audit::verify(fcinfo, from_block); });
  return Datum{0};
}
}
