#include "collector/cli/attempts.hpp"

#include <algorithm>

#include "collector/error.hpp"
#include "collector/run/reference.hpp"
#include "core/model/event.hpp"
#include "core/render/json_value.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

struct Entry {
  std::string target;
  AttemptRow row;
};

// The role that a failed command ran with is the nearest to the one that SET ROLE took on.
Actor actor_of(const AttemptRow& row) {
  Actor actor;
  actor.session_role = row.session_role;
  actor.outer_role = row.effective_role;
  actor.effective_role = row.effective_role;
  actor.authenticated_identity = row.authenticated_identity.value_or("");
  actor.application_name = row.application_name.value_or("");
  actor.client_address = row.client_addr.value_or("");
  actor.end_user = row.actor.value_or("");
  actor.end_user_trust = row.actor_trust.value_or("");
  return actor;
}

// What the server had no room to keep: all that is known is how many, and who was at it last.
std::string lost_text(const AttemptRow& row) {
  const std::int32_t count = row.repeated.value_or(1);
  return std::to_string(count) + (count == 1 ? " attempt was" : " attempts were") +
         " lost: schema_audit.attempt_buffer was full\n";
}

std::string text(const std::vector<Entry>& entries) {
  std::string out;
  for (const auto& [target, row] : entries) {
    const Actor actor = actor_of(row);
    if (!out.empty()) out += "\n";
    if (row.outcome == "lost") {
      out += printable(row.at) + "  " + printable(target) + "  " + lost_text(row);
      continue;
    }
    out += printable(row.at) + "  " + printable(target) + "  " + printable(who(actor));
    if (!actor.application_name.empty()) out += ", " + printable(actor.application_name);
    out += ", " + (actor.client_address.empty() ? "local socket" : printable(actor.client_address));
    out += "\n    " + printable(row.command_tag.value_or("command")) + ": " + printable(row.outcome);
    if (row.sqlstate) out += " (" + printable(*row.sqlstate) + ")";
    if (row.repeated.value_or(1) > 1) out += ", " + std::to_string(*row.repeated) + " times";
    if (row.message) out += ": " + printable(one_line(*row.message));
    out += "\n";
    if (row.statement) out += printable_block(*row.statement, "    > ") + "\n";
  }
  return out;
}

std::string json(const std::vector<Entry>& entries) {
  Json document;
  document["format"] = "schema_audit/attempts";
  document["version"] = 1;
  document["attempts"] = Json::array();
  for (const auto& [target, row] : entries) {
    Json item;
    const auto put = [](Json& to, const char* key, const auto& value) {
      if (value) to[key] = *value;
    };
    item["target"] = target;
    item["incarnation"] = row.incarnation;
    item["id"] = row.id;
    item["at"] = row.at;
    item["outcome"] = row.outcome;
    put(item, "command", row.command_tag);
    put(item, "sqlstate", row.sqlstate);
    put(item, "message", row.message);
    put(item, "xid", row.xid);
    put(item, "number", row.number);
    put(item, "repeated", row.repeated);
    Json by;
    by["session_role"] = row.session_role;
    by["effective_role"] = row.effective_role;
    put(by, "authenticated_identity", row.authenticated_identity);
    put(by, "application_name", row.application_name);
    put(by, "client_address", row.client_addr);
    put(by, "actor", row.actor);
    if (row.actor) by["actor_trust"] = row.actor_trust.value_or("claimed");
    item["by"] = std::move(by);
    item["statement"] = row.statement ? Json(*row.statement) : Json(nullptr);
    document["attempts"].push_back(std::move(item));
  }
  return dump(document, true) + "\n";
}

}  // namespace

std::optional<Timestamp> since(const Arguments& arguments) {
  if (arguments.since.empty()) return std::nullopt;
  auto time = parse_time(arguments.since);
  if (!time) {
    throw CollectorError(ExitCode::kUsage,
                         "--since \"" + arguments.since + "\" is not a time, such as 2026-11-01T10:00");
  }
  return time;
}

ExitCode print_attempts(const Context& context, Store& store, const std::vector<TargetRow>& targets) {
  const AttemptFilter filter{since(context.arguments), context.arguments.who, context.arguments.limit};
  std::vector<Entry> entries;
  for (const TargetRow& target : targets) {
    for (AttemptRow& row : store.find_attempts(target.id, filter))
      entries.push_back({target.name, std::move(row)});
  }
  std::ranges::stable_sort(entries, {}, [](const Entry& entry) { return entry.row.at; });
  print(context.arguments.format == Format::kJson ? json(entries) : text(entries));
  return ExitCode::kNone;
}

}  // namespace schema_audit
