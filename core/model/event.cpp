#include "core/model/event.hpp"

namespace schema_audit {

std::string who(const Actor& actor) {
  std::string out = actor.session_role;
  if (!actor.outer_role.empty() && actor.outer_role != actor.session_role) out += " as " + actor.outer_role;
  // That the role which logged in proved to be itself adds nothing.
  const bool itself = actor.end_user_trust == "authenticated" && actor.end_user == actor.session_role;
  if (!actor.end_user.empty() && !itself) {
    out += " for " + actor.end_user;
    if (!actor.end_user_trust.empty()) out += " (" + actor.end_user_trust + ")";
  }
  return out;
}

}  // namespace schema_audit
