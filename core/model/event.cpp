#include "core/model/event.hpp"

namespace schema_audit {

namespace {

// A name that could pass for more than a name is quoted, so that nobody can name himself "maria (verified)".
std::string name(const std::string& text) {
  if (text.find_first_of("()\",") == std::string::npos && text.find(" for ") == std::string::npos &&
      text.find(" as ") == std::string::npos) {
    return text;
  }
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace

std::string who(const Actor& actor) {
  std::string out = name(actor.session_role);
  if (!actor.outer_role.empty() && actor.outer_role != actor.session_role)
    out += " as " + name(actor.outer_role);
  // That the role which logged in proved to be itself adds nothing.
  const bool itself = actor.end_user_trust == "authenticated" && actor.end_user == actor.session_role;
  if (!actor.end_user.empty() && !itself) {
    out += " for " + name(actor.end_user) + " (";
    out += actor.end_user_trust.empty() ? "claimed" : actor.end_user_trust;
    out += ")";
  }
  return out;
}

}  // namespace schema_audit
