#include "collector/run/event_model.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
#include <system_error>
#include <tuple>

namespace schema_audit {

namespace {

using StatementKey = std::tuple<std::string_view, std::uint64_t, std::int32_t>;

Event to_event(const ObjectRow& object, const StatementRow* statement) {
  Event event;
  event.incarnation = object.incarnation;
  event.xid = object.xid;
  event.number = object.number;
  event.statement_number = object.statement;
  event.role = object.role;
  event.object_type = object.object_type;
  event.identity = object.object_identity.value_or("");
  event.address_names = object.address_names.value_or(TextArray{});
  event.subcommand = object.subcommand.value_or("");
  event.class_oid = object.class_id;
  event.object_oid = object.object_id;
  event.sub_id = object.sub_id;
  event.privileges = object.privileges.value_or(TextArray{});
  event.grantees = object.grantees.value_or(TextArray{});
  event.old_owner = object.old_owner.value_or("");
  if (statement == nullptr) return event;
  event.at = statement->logged_at;
  event.command_tag = statement->command_tag;
  event.statement = statement->statement.value_or("");
  event.actor.session_role = statement->session_role;
  event.actor.outer_role = statement->outer_role;
  event.actor.effective_role = statement->effective_role;
  event.actor.authenticated_identity = statement->authenticated_identity.value_or("");
  event.actor.superuser = statement->superuser;
  event.actor.application_name = statement->application_name;
  event.actor.client_address = statement->client_addr.value_or("");
  event.actor.end_user = statement->actor.value_or("");
  event.actor.end_user_trust = statement->actor_trust.value_or("");
  event.actor.reason = statement->reason.value_or("");
  return event;
}

std::string hex_digits(std::string uuid) {
  std::erase(uuid, '-');
  return uuid;
}

// "7412…/16384" as an incarnation begins: sixteen digits of the system's identifier, eight of the database.
std::string incarnation_prefix(std::string_view lineage) {
  const auto hex = [](std::string_view number, std::size_t width) -> std::string {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc() || end != number.data() + number.size()) return "";
    std::array<char, 16> digits{};
    char* const last = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
    const std::string text(digits.data(), last);
    return std::string(width - std::min(width, text.size()), '0') + text;
  };
  const auto slash = lineage.find('/');
  std::string system = hex(lineage.substr(0, slash), 16);
  if (system.empty() || slash == std::string_view::npos) return system;
  const std::string database = hex(lineage.substr(slash + 1), 8);
  return database.empty() ? "" : system + database;
}

}  // namespace

void disown_foreign(std::vector<Event>& events, const std::string& lineage) {
  const std::string own = incarnation_prefix(lineage);
  if (own.empty()) return;
  for (Event& event : events) {
    if (event.object_oid != 0 && !hex_digits(event.incarnation).starts_with(own))
      event.object_oid = kOidOfAnotherDatabase;
  }
}

std::vector<Event> to_events(const EventRows& rows) {
  std::map<StatementKey, const StatementRow*> statements;
  for (const StatementRow& s : rows.statements)
    statements.emplace(StatementKey{s.incarnation, s.xid, s.number}, &s);
  std::vector<Event> events;
  events.reserve(rows.objects.size());
  for (const ObjectRow& object : rows.objects) {
    const auto it = statements.find({object.incarnation, object.xid, object.statement});
    events.push_back(to_event(object, it == statements.end() ? nullptr : it->second));
  }
  const auto earlier = [](const Event& a, const Event& b) {
    return std::tie(a.at, a.xid, a.number) < std::tie(b.at, b.xid, b.number);
  };
  // They mostly are in order, and looking is quicker than moving a hundred thousand of them about.
  if (!std::is_sorted(events.begin(), events.end(), earlier))
    std::stable_sort(events.begin(), events.end(), earlier);
  return events;
}

}  // namespace schema_audit
