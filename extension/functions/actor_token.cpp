// schema_audit.actor_token(actor text, valid_for interval, role text) returns text
#include "extension/actor/token.hpp"
#include "extension/backend/guard.hpp"
#include "extension/backend/settings.hpp"

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_actor_token);
}

namespace schema_audit {

namespace {

constexpr int64 kUnixEpochOffset = 946684800;
constexpr int64 kLongest = 24 * 3600;

int64 seconds_of(const Interval* interval) {
  const int64 seconds = interval->time / USECS_PER_SEC + int64{interval->day} * SECS_PER_DAY;
  if (interval->month != 0 || seconds <= 0 || seconds > kLongest)
    throw SqlError(ERRCODE_INVALID_PARAMETER_VALUE, "a token is valid for one second to one day");
  return seconds;
}

std::string issue(const char* actor, const Interval* valid_for, const char* role) {
  const std::string_view key = settings.actor_key != nullptr ? settings.actor_key : "";
  if (key.empty())
    throw SqlError(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, "no key for tokens is set", {},
                   "Set schema_audit.actor_key.");
  if (*actor == '\0') throw SqlError(ERRCODE_INVALID_PARAMETER_VALUE, "the actor is empty");
  const char* database = pg_call([] { return get_database_name(MyDatabaseId); });
  const int64 now = GetCurrentTimestamp() / USECS_PER_SEC + kUnixEpochOffset;
  return make_token({actor, now + seconds_of(valid_for), role, database}, key);
}

}  // namespace

}  // namespace schema_audit

Datum schema_audit_actor_token(PG_FUNCTION_ARGS) {
  using namespace schema_audit;
  return guard([&] {
    const char* actor = text_to_cstring(PG_GETARG_TEXT_PP(0));
    const char* role = text_to_cstring(PG_GETARG_TEXT_PP(2));
    const std::string token = issue(actor, PG_GETARG_INTERVAL_P(1), role);
    return pg_call([&] { return PointerGetDatum(cstring_to_text_with_len(token.data(), token.size())); });
  });
}
