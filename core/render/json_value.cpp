#include "core/render/json_value.hpp"

namespace schema_audit {

Json to_json(const Value& value) {
  return std::visit([](const auto& v) { return Json(v); }, value);
}

Json to_json(const Identity& identity) {
  Json json;
  json["kind"] = identity.kind;
  if (!identity.schema.empty()) json["schema"] = identity.schema;
  if (!identity.parent.empty()) json["parent"] = identity.parent;
  json["name"] = identity.name;
  if (!identity.arguments.empty()) json["arguments"] = identity.arguments;
  return json;
}

Json to_json(const Event& event) {
  Json json;
  if (!event.origin.empty()) json["target"] = event.origin;
  json["incarnation"] = event.incarnation;
  json["xid"] = event.xid;
  json["number"] = event.number;
  json["at"] = event.at;
  json["command"] = event.command_tag;
  if (!event.subcommand.empty()) json["subcommand"] = event.subcommand;
  json["object_type"] = event.object_type;
  json["identity"] = event.identity;
  const Actor& actor = event.actor;
  Json by;
  by["session_role"] = actor.session_role;
  by["outer_role"] = actor.outer_role;
  by["effective_role"] = actor.effective_role;
  by["superuser"] = actor.superuser;
  const auto put = [&by](const char* key, const std::string& text) {
    if (!text.empty()) by[key] = text;
  };
  put("authenticated_identity", actor.authenticated_identity);
  put("application_name", actor.application_name);
  put("client_address", actor.client_address);
  put("actor", actor.end_user);
  put("actor_trust", actor.end_user_trust);
  put("reason", actor.reason);
  json["by"] = std::move(by);
  if (event.statement.empty()) {
    json["statement"] = nullptr;
  } else {
    json["statement"] = event.statement;
  }
  return json;
}

std::string dump(const Json& json, bool indented) {
  return json.dump(indented ? 2 : -1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace schema_audit
