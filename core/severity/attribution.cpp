#include "core/severity/attribution.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/model/upper_case.hpp"
#include "core/severity/column_names.hpp"
#include "core/severity/consequence.hpp"
#include "core/severity/effect.hpp"
#include "core/severity/grants.hpp"
#include "core/severity/names.hpp"

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
constexpr auto kOwnCommands = std::to_array<Commands>({
    {"comment", {"COMMENT", "", ""}},
    {"identity_comment", {"COMMENT", "", ""}},
    {"index_comment", {"COMMENT", "", ""}},
    {"not_null_comment", {"COMMENT", "", ""}},
    {"owner", {"OWNER", "REASSIGN", ""}},
    {"privileges", {"GRANT", "REVOKE", "OWNER"}},
    {"security_labels", {"SECURITY LABEL", "", ""}},
});

bool runs(const Event& event, const Commands& commands) {
  return std::any_of(commands.words.begin(), commands.words.end(), [&](std::string_view word) {
    return !word.empty() && (event.command_tag.find(word) != std::string::npos ||
                             event.subcommand.find(word) != std::string::npos);
  });
}

// "ALTER ... OWNER TO" need not have a sub-command in the log: then its tag alone must do, or its words.
bool may_give_away(const Event& event) {
  if (!event.command_tag.starts_with("ALTER") || !event.subcommand.empty()) return false;
  const std::string statement = upper(event.statement);
  return !statement.starts_with("ALTER") || statement.find("OWNER") != std::string::npos;
}

// A comment on an index is not one on the constraint that it is made for.
bool is_of_other_comment(const Event& event, const Change& change) {
  return change.object.kind == "constraint" && event.command_tag == "COMMENT" &&
         (event.object_type == "index") != (change.attribute == "index_comment");
}

// Whether a command of this sort can have made, dropped or renamed it.
bool can_make(const Event& event, const Change& change) {
  // What is asked for without its content is whatever happened to it (see blame()).
  if (change.type == ChangeType::kAdded && change.content && event.subcommand.starts_with("ALTER COLUMN "))
    return false;
  if (change.type == ChangeType::kDropped && event.command_tag.starts_with("CREATE") &&
      event.role != "dropped")
    return false;
  if (change.type == ChangeType::kRenamed &&
      (event.command_tag.starts_with("CREATE") || event.role == "dropped"))
    return false;
  // Another type of a column made it anew, as it was.
  if (change.type == ChangeType::kAdded && change.content && event.subcommand.starts_with("RE-ADD"))
    return false;
  // Parts have the owner of their root object: nobody made one by changing that of a namesake.
  if (!change.object.is_root() && event.subcommand == "OWNER TO") return false;
  if (change.object.kind == "changed_privileges") return true;
  if (change.object.kind == "database_setting") return true;
  return event.command_tag != "COMMENT" && event.command_tag != "GRANT" && event.command_tag != "REVOKE";
}

// Whether a command of this sort can have made this change. CREATE can set anything; OR REPLACE leaves what
// has commands of its own.
// was_gone: it was dropped before, so that this CREATE made another one of that name.
bool can_cause(const Event& event, const Change& change, bool has_subcommands, bool was_gone = false) {
  if (change.type != ChangeType::kAltered) return can_make(event, change);
  const auto* own = std::find_if(kOwnCommands.begin(), kOwnCommands.end(), [&](const Commands& commands) {
    return commands.attribute == change.attribute;
  });
  if (event.command_tag.starts_with("CREATE"))
    return own == kOwnCommands.end() || was_gone || !word_behind(event.statement, "OR REPLACE");
  if (!can_set(event, change) || is_of_other_comment(event, change)) return false;
  if (change.object.kind == "database_setting") return event.subcommand.starts_with("SET");
  if (own == kOwnCommands.end()) {
    return std::none_of(kOwnCommands.begin(), kOwnCommands.end(),
                        [&](const Commands& commands) { return runs(event, commands); });
  }
  return runs(event, *own) || (own->attribute == "owner" && !has_subcommands && may_give_away(event));
}

struct Candidate {
  const Event* event;
  Closeness closeness;
  bool drops;
  bool is_row;  // one of the statement's rows is that of the very object
};

// Of one statement the closest row stays; of equally close ones the one that names the sub-command.
void merge(Candidate& known, const Candidate& next) {
  const bool says_more = known.event->subcommand.empty() && !next.event->subcommand.empty();
  known.drops = known.drops || next.drops;
  known.is_row = known.is_row || next.is_row;
  if (next.closeness > known.closeness || (next.closeness == known.closeness && says_more)) {
    known.event = next.event;
    known.closeness = next.closeness;
  }
}

// Whether only the name tells that it touched what is new: another row, or the index of a constraint.
bool is_by_name(const Candidate& candidate, const Change& change) {
  return candidate.closeness <= Closeness::kNamesake ||
         (change.object.kind == "constraint" && !candidate.is_row && candidate.event->object_type == "index");
}

// Whether the event put an end to whatever bore the name before, so that what came earlier explains nothing:
// the namesake of something new is dropped, or the column made anew.
bool is_end_of_namesake(const Event& event, const ChangeAddress& address, const Change& change,
                        Closeness closeness) {
  if (change.type == ChangeType::kAdded) return event.role == "dropped" && address.is_namesake(event);
  return change.type == ChangeType::kAltered && event.subcommand == "ADD COLUMN" &&
         change.object.kind == "column" && closeness == Closeness::kExact;
}

// The closest of the events that touched it, oldest first.
std::vector<Candidate> touching(const Change& change, const std::vector<Event>& events,
                                const std::set<StatementKey>& subcommands, Closeness& closest) {
  const ChangeAddress address(change);
  std::vector<Candidate> found;
  std::map<StatementKey, std::size_t> places;  // in found
  bool gone = false;
  for (const Event& event : events) {
    const bool has_subcommands = subcommands.count(statement_of(event)) > 0;
    const Closeness c = address.closeness(event, has_subcommands);
    if (c >= Closeness::kNamesake && event.role == "dropped") gone = true;
    if (is_end_of_namesake(event, address, change, c)) {
      for (Candidate& earlier : found) {
        if (change.type != ChangeType::kAdded || is_by_name(earlier, change))
          earlier.closeness = Closeness::kNone;
      }
    }
    if (c == Closeness::kNone || !can_cause(event, change, has_subcommands, gone)) continue;
    if (event.command_tag.starts_with("CREATE")) gone = false;
    const Candidate next{&event, c, event.role == "dropped", address.is_row(event)};
    const auto [place, is_new] = places.emplace(statement_of(event), found.size());
    if (is_new) {
      found.push_back(next);
    } else {
      merge(found[place->second], next);
    }
  }
  for (const Candidate& candidate : found) closest = std::max(closest, candidate.closeness);
  std::erase_if(
      found, [&](const Candidate& c) { return c.closeness != closest || c.closeness == Closeness::kNone; });
  if (change.type == ChangeType::kAdded &&
      std::any_of(found.begin(), found.end(), [](const Candidate& c) { return c.is_row; }))
    std::erase_if(found, [&](const Candidate& c) { return is_by_name(c, change); });
  const auto drops = [](const Candidate& c) { return c.drops; };
  if (change.type == ChangeType::kDropped && std::any_of(found.begin(), found.end(), drops))
    std::erase_if(found, [&](const Candidate& c) { return !c.drops; });
  return found;
}

// Of privileges: those events that made a difference, since they were what they were before.
std::vector<const Event*> effective_grants(const Change& change, const std::vector<const Event*>& events,
                                           std::optional<std::string> first_owner) {
  const auto other = std::find_if(events.begin(), events.end(),
                                  [](const Event* event) { return new_owner(*event).has_value(); });
  if (other != events.end() && !(*other)->old_owner.empty()) {
    first_owner = (*other)->old_owner;
  } else if (!first_owner && other == events.end()) {
    first_owner = change.content->attributes.text("owner");
  }
  HeldPrivileges held(change, first_owner);
  std::vector<const Event*> effective;
  const Event* birth = nullptr;  // of what is no object of the schema: a member of an extension
  for (const Event* event : events) {
    if (change.type == ChangeType::kAdded && event->command_tag.starts_with("CREATE")) birth = event;
    if (held.apply(*event)) effective.push_back(event);
    if (held.as_before()) effective.clear();
  }
  // What nobody granted since, or revoked, it was born with: by the default privileges.
  if (birth != nullptr && !held.as_after()) effective.insert(effective.begin(), birth);
  return effective;
}

// Of a setting that is there now, or is not: the event that made it so.
std::vector<const Event*> effective_settings(const Change& change, const std::vector<const Event*>& events) {
  const bool first = change.type == ChangeType::kDropped;
  bool there = first;
  std::vector<const Event*> effective;
  for (const Event* event : events) {
    const bool sets = event->subcommand.starts_with("SET");
    if (sets == there) continue;
    there = sets;
    if (there == first) {
      effective.clear();
    } else {
      effective.push_back(event);
    }
  }
  return effective;
}

// Those that set the attribute, or the name, to something else than it was.
std::vector<const Event*> effective_values(const Change& change, const std::vector<const Event*>& events) {
  const bool renamed = change.type == ChangeType::kRenamed;
  std::optional<std::string> state = renamed       ? to_text(*change.before)
                                     : change.from ? to_text(*change.from)
                                                   : "";
  std::vector<const Event*> effective;
  for (const Event* event : events) {
    // What is said twice in a row makes no difference the second time; a name was another one in between.
    if (!effective.empty() && !is_rename(event->subcommand) && !event->statement.empty() &&
        effective.back()->statement == event->statement &&
        effective.back()->subcommand == event->subcommand && effective.back()->identity == event->identity)
      continue;
    // The schema's name says nothing about where it was in between.
    const bool of_schema = renamed && event->object_type == "schema" && change.object.kind != "schema";
    const std::optional<std::string> value = of_schema ? std::nullopt
                                             : renamed ? event->identity
                                                       : value_set(*event, change);
    if (value && value == state && !(renamed && value->empty())) continue;
    // A new owner who was the owner already.
    if (change.attribute == "owner" && value && value == event->old_owner) continue;
    state = value;
    effective.push_back(event);
  }
  return effective;
}

// Takes out what made no difference: it set what was set already. When that would be all of them, what the
// log tells is not the whole story, and all stay.
void keep_effective(const Change& change, const std::optional<std::string>& first_owner,
                    std::vector<const Event*>& events) {
  const bool altered = change.type == ChangeType::kAltered;
  std::vector<const Event*> effective;
  if (altered ? change.attribute == "privileges" : change.object.kind == "changed_privileges") {
    effective = effective_grants(change, events, first_owner);
  } else if (altered || change.type == ChangeType::kRenamed) {
    effective = effective_values(change, events);
  } else if (change.object.kind == "database_setting") {
    effective = effective_settings(change, events);
  }
  if (!effective.empty()) events = std::move(effective);
}

// One event of each statement, in the order of the log.
std::vector<const Event*> at(const std::vector<Event>& events, const std::vector<std::size_t>& positions) {
  std::set<StatementKey> seen;
  std::vector<const Event*> found;
  for (const std::size_t position : positions) {
    if (seen.insert(statement_of(events[position])).second) found.push_back(&events[position]);
  }
  return found;
}

}  // namespace

struct Attribution::Log {
  explicit Log(const std::vector<Event>& all)
      : logged(all),
        renamed(with_last_names(all)),
        events(renamed.empty() ? logged : renamed),
        subcommands(with_subcommands(events)),
        consequences(events) {}

  const std::vector<Event>& logged;
  std::vector<Event> renamed;
  const std::vector<Event>& events;  // one of these
  std::set<StatementKey> subcommands;
  Consequences consequences;
};

Attribution::Attribution(const std::vector<Event>& events) : log_(std::make_unique<const Log>(events)) {}
Attribution::~Attribution() = default;

Explanation Attribution::explain(const Change& change, const std::optional<std::string>& first_owner) const {
  const Log& log = *log_;
  Explanation result;
  std::vector<const Event*> found;
  for (const Candidate& candidate : touching(change, log.events, log.subcommands, result.closeness))
    found.push_back(candidate.event);
  std::vector<const Event*> inherited;
  if (result.closeness < Closeness::kNamesakeBirth) {
    inherited = at(log.events, log.consequences.of_parents(change));
    std::erase_if(inherited, [&](const Event* event) {
      return !can_cause(*event, change, log.subcommands.contains(statement_of(*event)));
    });
  }
  if (!inherited.empty()) {
    found = std::move(inherited);
    result.follows = true;
  } else if (result.closeness <= Closeness::kNeighbour) {
    std::vector<const Event*> followed = at(log.events, log.consequences.of(change));
    if (followed.empty()) followed = at(log.events, log.consequences.of_drops(change));
    result.follows = !followed.empty();
    if (result.follows) found = std::move(followed);
  } else if (!found.empty()) {
    // What was renamed after it was touched took it along.
    const Event* first = found.front();
    for (const Event* event : at(log.events, log.consequences.of(change))) {
      if (event > first && statement_of(*event) != statement_of(*first)) found.push_back(event);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
  }
  keep_effective(change, first_owner, found);
  for (const Event* event : found)
    result.events.push_back(log.logged[static_cast<std::size_t>(event - log.events.data())]);
  return result;
}

std::vector<Event> Attribution::grants_about(const Change& change) const {
  Closeness closest = Closeness::kNone;
  std::vector<Event> about;
  for (const Candidate& candidate : touching(change, log_->events, log_->subcommands, closest)) {
    if (closest >= Closeness::kNamesake && !candidate.event->privileges.empty())
      about.push_back(*candidate.event);
  }
  return about;
}

Explanation explain(const Change& change, const std::vector<Event>& events) {
  return Attribution(events).explain(change);
}

namespace {

using RootKey = std::pair<std::uint32_t, std::string>;

RootKey root_key(const Change& change) { return {change.root_hint.oid, root_name(change.object)}; }

// Of the objects that have another owner now: the one before.
std::map<RootKey, std::string> changed_owners(const std::vector<Finding>& findings) {
  std::map<RootKey, std::string> owners;
  for (const Finding& finding : findings) {
    const Change& change = finding.change;
    if (change.attribute == "owner" && change.from) owners.emplace(root_key(change), to_text(*change.from));
  }
  return owners;
}

// Of privileges: whose the object was before the first event, as far as findings tell.
std::optional<std::string> first_owner(const Change& change, const std::map<RootKey, std::string>& owners) {
  if (change.attribute != "privileges") return std::nullopt;
  const auto changed = owners.find(root_key(change));
  if (changed != owners.end()) return changed->second;
  if (!change.object.is_root()) return std::nullopt;
  return std::string(change.content->attributes.text("owner"));
}

}  // namespace

void attribute(std::vector<Finding>& findings, const std::vector<Event>& events,
               const std::string& reason_for_none) {
  const Attribution attribution(events);
  const std::map<RootKey, std::string> owners = changed_owners(findings);
  std::map<std::string_view, const Finding*> heads;
  std::set<const Finding*> vague;  // whose events touched something else about it
  for (Finding& finding : findings) {
    Explanation found = attribution.explain(finding.change, first_owner(finding.change, owners));
    if (found.closeness <= Closeness::kNeighbour && !found.follows) vague.insert(&finding);
    finding.events = std::move(found.events);
    if (finding.follows.empty()) heads.emplace(finding.object, &finding);
  }
  for (Finding& finding : findings) {
    const auto head =
        vague.contains(&finding) && !finding.follows.empty() ? heads.find(finding.follows) : heads.end();
    if (head != heads.end() && !head->second->events.empty()) finding.events = head->second->events;
    if (finding.events.empty()) finding.unexplained = reason_for_none;
  }
}

}  // namespace schema_audit
