#include "extension/attempt/attempt.hpp"

#include "extension/actor/token.hpp"
#include "extension/attempt/attempt_buffer.hpp"
#include "extension/backend/settings.hpp"
#include "extension/worker/shared_state.hpp"

namespace schema_audit {

namespace {

constexpr int kClassOfFailedLogins = MAKE_SQLSTATE('2', '8', '0', '0', '0');

const char* non_empty(const char* text) { return text != nullptr && *text != '\0' ? text : nullptr; }

// Valid for the session: the client does not move.
struct Client {
  bool known;
  char host[NI_MAXHOST];
  int port;
};
Client client = {false, "", 0};

const Client& find_client() {
  if (client.known || MyProcPort == nullptr) return client;
  client.known = true;
  const int family = MyProcPort->raddr.addr.ss_family;
  char port[NI_MAXSERV];
  if ((family != AF_INET && family != AF_INET6) ||
      pg_getnameinfo_all(&MyProcPort->raddr.addr, MyProcPort->raddr.salen, client.host, sizeof(client.host),
                         port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    client.host[0] = '\0';
    return client;
  }
  if (char* zone = std::strchr(client.host, '%')) *zone = '\0';
  client.port = static_cast<int>(std::strtol(port, nullptr, 10));
  return client;
}

// Whom the application names. The proof of a token needs the catalog: here it counts as a claim, and the
// token itself, which others could use, is kept nowhere.
const char* claimed_actor() noexcept {
  static char name[256];
  const char* claim = non_empty(settings.actor);
  if (claim == nullptr || std::strncmp(claim, kTokenPrefix.data(), kTokenPrefix.size()) != 0) return claim;
  try {
    const TokenCheck check = check_token(claim, "", "", "", 0);
    const auto length = static_cast<int>(check.actor.size());
    const int kept = pg_mbcliplen(check.actor.c_str(), length, static_cast<int>(sizeof(name)) - 1);
    std::memcpy(name, check.actor.data(), static_cast<std::size_t>(kept));
    name[kept] = '\0';
    return non_empty(name);
  } catch (...) {
    return nullptr;
  }
}

// The text of the server log is the statement without secrets: the server's own idea of the statement, which
// has them, is left out.
void write_server_log(const Attempt& attempt) {
  const auto text = [&](int which) {
    return attempt.texts[which] != nullptr ? attempt.texts[which] : "(unknown)";
  };
  ereport(
      LOG_SERVER_ONLY,
      (errmsg("schema_audit: %s: %s", outcome_name(attempt.outcome), text(attempt_text::kCommandTag)),
       errdetail_internal(
           "Statement: %s; SQLSTATE: %s; message: %s; session role: %u, effective role: %u",
           text(attempt_text::kStatement),
           attempt.sqlstate != 0 ? unpack_sql_state(attempt.sqlstate) : "none",
           attempt.texts[attempt_text::kMessage] != nullptr ? attempt.texts[attempt_text::kMessage] : "none",
           attempt.session_role, attempt.effective_role),
       errhidestmt(true), errhidecontext(true)));
}

}  // namespace

const char* outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kFailed:
      return "failed";
    case Outcome::kRefused:
      return "refused";
    case Outcome::kRolledBack:
      return "rolled back";
    case Outcome::kUnrecorded:
      return "unrecorded";
    case Outcome::kLost:
      return "lost";
  }
  return "unknown";
}

Outcome outcome_of(int sqlstate) {
  const bool refused = sqlstate == ERRCODE_INSUFFICIENT_PRIVILEGE ||
                       ERRCODE_TO_CATEGORY(sqlstate) == ERRCODE_TO_CATEGORY(kClassOfFailedLogins);
  return refused ? Outcome::kRefused : Outcome::kFailed;
}

Attempt make_attempt(Outcome outcome) {
  using namespace attempt_text;
  Attempt attempt = {};
  attempt.outcome = outcome;
  attempt.at = GetCurrentTimestamp();
  attempt.session_role = GetSessionUserId();
  attempt.effective_role = GetUserId();
  attempt.backend_pid = MyProcPid;
  attempt.xid = GetTopFullTransactionIdIfAny();
  attempt.repeated = 1;
  attempt.texts[kIdentity] = non_empty(authenticated_identity());
  attempt.texts[kActor] = claimed_actor();
  if (attempt.texts[kActor] != nullptr) attempt.texts[kActorTrust] = "claimed";
  attempt.texts[kApplication] = non_empty(application_name);
  const Client& from = find_client();
  attempt.texts[kAddress] = non_empty(from.host);
  attempt.client_port = from.port;
  return attempt;
}

void keep_attempt(const Attempt& attempt) {
  if (!settings.log_attempts && attempt.outcome != Outcome::kUnrecorded) return;
  if (has_attempt_buffer()) {
    put_attempt(attempt);
    wake_worker();
  }
  // A gap is worth a line for whoever watches the server.
  if (!has_attempt_buffer() || attempt.outcome == Outcome::kUnrecorded) write_server_log(attempt);
}

}  // namespace schema_audit
