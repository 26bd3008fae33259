#include "extension/capture/actor.hpp"

#include "extension/actor/claim.hpp"
#include "extension/backend/settings.hpp"

namespace schema_audit {

namespace {

using namespace statement_column;

// Names in shared catalogs and values of a start-up packet may be in another encoding than the database: such
// a row could never be read.
const char* role_name(Oid role) {
  const char* name = GetUserNameFromId(role, true);
  return name != nullptr ? valid_text(name) : psprintf("%u", role);
}

const char* replication_role() {
  switch (SessionReplicationRole) {
    case SESSION_REPLICATION_ROLE_ORIGIN:
      return "origin";
    case SESSION_REPLICATION_ROLE_REPLICA:
      return "replica";
    case SESSION_REPLICATION_ROLE_LOCAL:
      return "local";
  }
  return nullptr;
}

// Leaves both columns NULL for a Unix-domain socket and for a background process.
void set_client(LogRow* row) {
  if (MyProcPort == nullptr) return;
  const int family = MyProcPort->raddr.addr.ss_family;
  if (family != AF_INET && family != AF_INET6) return;
  char host[NI_MAXHOST];
  char port[NI_MAXSERV];
  if (pg_getnameinfo_all(&MyProcPort->raddr.addr, MyProcPort->raddr.salen, host, sizeof(host), port,
                         sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return;
  }
  // An IPv6 address may carry the name of a local interface, which means nothing elsewhere.
  if (char* zone = std::strchr(host, '%')) *zone = '\0';
  row->set_text(kClientAddr, host);
  row->set(kClientPort, Int32GetDatum(pg_strtoint32(port)));
}

const char* client_dn() {
  return MyProcPort != nullptr && MyProcPort->ssl_in_use && MyProcPort->peer_cert_valid ? MyProcPort->peer_dn
                                                                                        : nullptr;
}

// As pg_stat_activity calls it.
const char* backend_type() {
  if (!IsUnderPostmaster) return "standalone backend";
  return MyBgworkerEntry != nullptr ? MyBgworkerEntry->bgw_type : GetBackendTypeDesc(MyBackendType);
}

}  // namespace

void set_actor(LogRow* row, const StatementFrame* frame) {
  const Oid session = GetSessionUserId();
  row->set_text(kSessionRole, role_name(session));
  // Mostly all three are the same.
  const auto set_role = [&](int column, Oid role) {
    if (role == session) {
      row->set(column, row->values[kSessionRole]);
    } else {
      row->set_text(column, role_name(role));
    }
  };
  set_role(kOuterRole, GetOuterUserId());
  set_role(kEffectiveRole, GetUserId());
  row->set(kSessionRoleOid, ObjectIdGetDatum(session));
  row->set(kOuterRoleOid, ObjectIdGetDatum(GetOuterUserId()));
  row->set(kEffectiveRoleOid, ObjectIdGetDatum(GetUserId()));
  row->set_text(kAuthenticatedIdentity, valid_text(authenticated_identity()));
  row->set(kSuperuser, BoolGetDatum(superuser_arg(GetUserId())));
  row->set_text(kClientDn, valid_text(client_dn()));
  const ActorClaim claim = actor_of(frame);
  row->set_text(kActor, claim.actor);
  row->set_text(kActorTrust, claim.trust);
  row->set_text(kReason, valid_text(settings.reason));
  row->set_text(kApplicationName, valid_text(application_name));
  set_client(row);
  row->set(kBackendPid, Int32GetDatum(MyProcPid));
  row->set(kBackendStart, TimestampTzGetDatum(MyStartTimestamp));
  row->set_constant(kBackendType, backend_type());
  row->set_constant(kReplicationRole, replication_role());
}

}  // namespace schema_audit
