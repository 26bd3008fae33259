#include "core/model/event.hpp"

namespace schema_audit {

std::string who(const Actor& actor) {
  std::string out = actor.session_role;
  if (!actor.outer_role.empty() && actor.outer_role != actor.session_role) out += " as " + actor.outer_role;
  if (!actor.end_user.empty()) {
    out += " for " + actor.end_user;
    if (!actor.end_user_trust.empty()) out += " (" + actor.end_user_trust + ")";
  }
  return out;
}

}  // namespace schema_audit
