#include "core/severity/attribution.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "core/severity/subcommand.hpp"

namespace schema_audit {

namespace {

using StatementKey = std::tuple<std::string_view, std::uint64_t, std::int32_t>;

StatementKey statement_of(const Event& event) {
  return {event.incarnation, event.xid, event.statement_number};
}

// The statements whose sub-commands have rows of their own.
std::set<StatementKey> with_subcommands(const std::vector<Event>& events) {
  std::set<StatementKey> statements;
  for (const Event& event : events) {
    if (event.role == "subcommand") statements.insert(statement_of(event));
  }
  return statements;
}

struct Commands {
  std::string_view attribute;
  std::array<std::string_view, 3> words;  // a tag or sub-command that contains one of these
};

// Attributes that have commands of their own, common to all kinds. A new owner also takes over the old one's
// privileges.
constexpr std::array<Commands, 3> kOwnCommands{{
    {"comment", {"COMMENT", "", ""}},
    {"privileges", {"GRANT", "REVOKE", "OWNER"}},
    {"owner", {"OWNER", "REASSIGN", ""}},
}};

bool runs(const Event& event, const Commands& commands) {
  return std::any_of(commands.words.begin(), commands.words.end(), [&](std::string_view word) {
    return !word.empty() && (event.command_tag.find(word) != std::string::npos ||
                             event.subcommand.find(word) != std::string::npos);
  });
}

// Whether a command of this sort can have made this change. CREATE can set anything.
bool can_cause(const Event& event, const Change& change, bool has_subcommands) {
  const bool creates = event.command_tag.starts_with("CREATE");
  if (change.type != ChangeType::kAltered) {
    if (change.type == ChangeType::kRenamed && (creates || event.role == "dropped")) return false;
    return event.command_tag != "COMMENT" && event.command_tag != "GRANT" && event.command_tag != "REVOKE";
  }
  if (creates) return true;
  if (!can_set(event.subcommand, change.attribute)) return false;
  const auto own = std::find_if(kOwnCommands.begin(), kOwnCommands.end(), [&](const Commands& commands) {
    return commands.attribute == change.attribute;
  });
  if (own == kOwnCommands.end()) {
    return std::none_of(kOwnCommands.begin(), kOwnCommands.end(),
                        [&](const Commands& commands) { return runs(event, commands); });
  }
  // "ALTER ... OWNER TO" need not have a sub-command in the log: then its tag alone must do.
  const bool bare_alter =
      event.command_tag.starts_with("ALTER") && event.subcommand.empty() && !has_subcommands;
  return runs(event, *own) || (own->attribute == "owner" && bare_alter);
}

struct Candidate {
  const Event* event;
  Closeness closeness;
  bool drops;
};

// Of one statement the closest row stays; of equally close ones the one that names the sub-command.
void merge(Candidate& known, const Candidate& next) {
  const bool says_more = known.event->subcommand.empty() && !next.event->subcommand.empty();
  known.drops = known.drops || next.drops;
  if (next.closeness > known.closeness || (next.closeness == known.closeness && says_more)) {
    known.event = next.event;
    known.closeness = next.closeness;
  }
}

Explanation explain(const Change& change, const std::vector<Event>& events,
                    const std::set<StatementKey>& subcommands) {
  const ChangeAddress address(change);
  Explanation result;
  std::vector<Candidate> found;
  std::map<StatementKey, std::size_t> places;  // in found
  for (const Event& event : events) {
    const bool has_subcommands = subcommands.count(statement_of(event)) > 0;
    const Closeness c = address.closeness(event, has_subcommands);
    if (c == Closeness::kNone || !can_cause(event, change, has_subcommands)) continue;
    result.closeness = std::max(result.closeness, c);
    const Candidate next{&event, c, event.role == "dropped"};
    const auto [place, is_new] = places.emplace(statement_of(event), found.size());
    if (is_new) {
      found.push_back(next);
    } else {
      merge(found[place->second], next);
    }
  }
  std::erase_if(found, [&](const Candidate& c) { return c.closeness != result.closeness; });
  const auto drops = [](const Candidate& c) { return c.drops; };
  if (change.type == ChangeType::kDropped && std::any_of(found.begin(), found.end(), drops)) {
    std::erase_if(found, [&](const Candidate& c) { return !c.drops; });
  }
  for (const Candidate& candidate : found) result.events.push_back(*candidate.event);
  return result;
}

}  // namespace

Explanation explain(const Change& change, const std::vector<Event>& events) {
  return explain(change, events, with_subcommands(events));
}

void attribute(std::vector<Finding>& findings, const std::vector<Event>& events,
               const std::string& reason_for_none) {
  const std::set<StatementKey> subcommands = with_subcommands(events);
  for (Finding& finding : findings) {
    finding.events = explain(finding.change, events, subcommands).events;
    if (finding.events.empty()) finding.unexplained = reason_for_none;
  }
}

}  // namespace schema_audit
