#include "core/severity/privilege_blame.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "core/severity/grants.hpp"
#include "core/severity/map_value.hpp"

namespace schema_audit {

namespace {

using Held = std::pair<std::string, std::string>;  // grantee as in the model, privilege without its star

Change change_of(const Object& root, const Object* part) {
  Change change;
  change.attribute = "privileges";
  change.object = part != nullptr ? identity_of(root, *part) : identity_of(root);
  change.content = std::make_shared<const Object>(part != nullptr ? *part : root);
  change.hint = part != nullptr ? part->hint : root.hint;
  change.root_hint = root.hint;
  return change;
}

// What is held, with its state. What is held by default is not written down; neither is its loss ("none").
std::map<Held, std::string> held_by(const Object& object) {
  std::map<Held, std::string> result;
  for (const auto& [grantee, text] : map_of(object.attributes.find("privileges"))) {
    for (HeldWord& one : held_words(text)) {
      result.emplace(Held{grantee, std::move(one.word)},
                     one.with_option ? "granted, with grant option" : "granted");
    }
  }
  return result;
}

std::set<std::string> grantees_of(const Event& event) {
  std::set<std::string> keys;
  for (const std::string& role : event.grantees) keys.insert(grantee_key(role));
  return keys;
}

bool grants(const Event& event) { return event.command_tag == "GRANT"; }
bool revokes(const Event& event) {
  return event.command_tag == "REVOKE" && event.subcommand != "GRANT OPTION FOR";
}

// The privileges on this very object that the event names. What is revoked from a table is a line of the
// table.
std::set<std::string> words_of(const Event& event, const Change& change) {
  std::set<std::string> words;
  for (const std::string& privilege : event.privileges) {
    if (concerns(privilege, change, true)) words.insert(word_of(privilege));
  }
  return words;
}

// The last that granted it; of all privileges, those that were granted one by one come last.
std::optional<Event> last_grant(const Held& held, const Change& change, const std::vector<Event>& events) {
  const std::string grantee = grantee_of(held.first);
  const Event* found = nullptr;
  for (const Event& event : events) {
    if (!grants(event) || !grantees_of(event).contains(grantee)) continue;
    const std::set<std::string> words = words_of(event, change);
    if (words.contains(held.second) || words.contains(std::string(kAllPrivileges)) ||
        (held.second == kAllPrivileges && !words.empty()))
      found = &event;
  }
  return found != nullptr ? std::optional<Event>(*found) : std::nullopt;
}

std::map<Held, Event> revoked(const std::map<Held, std::string>& held, const Change& change,
                              const std::vector<Event>& events) {
  const auto holds = [&](const std::string& grantee, const std::string& word) {
    return held.contains({grantee, word}) || held.contains({grantee, std::string(kAllPrivileges)});
  };
  std::map<Held, Event> result;
  for (const Event& event : events) {
    if (!revokes(event)) continue;
    for (const std::string& grantee : grantees_of(event)) {
      for (const std::string& word : words_of(event, change)) {
        if (!holds(grantee, word)) result.insert_or_assign(Held{grantee, word}, event);
      }
    }
  }
  return result;
}

std::string name_of(const Held& held, const Object* part, std::string_view preposition) {
  return held.second + (part != nullptr ? " (" + quote_identifier(part->name) + ")" : "") + " " +
         std::string(preposition) + " " + held.first;
}

}  // namespace

std::vector<BlameLine> blame_privileges(const Object& root, const Object* part,
                                        const Attribution& attribution) {
  if (part != nullptr && part->kind != "column") return {};
  const Change change = change_of(root, part);
  const std::vector<Event> relevant = attribution.grants_about(change);
  const std::map<Held, std::string> held = held_by(*change.content);
  std::vector<BlameLine> lines;
  for (const auto& [what, state] : held)
    lines.push_back({"privilege", name_of(what, part, "to"), state, last_grant(what, change, relevant)});
  for (const auto& [what, event] : revoked(held, change, relevant))
    lines.push_back({"privilege", name_of(what, part, "from"), "revoked", event});
  return lines;
}

}  // namespace schema_audit
