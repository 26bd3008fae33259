#include "core/severity/grants.hpp"

#include <optional>

#include "core/kinds/registry.hpp"
#include "core/severity/effect.hpp"
#include "core/severity/map_value.hpp"

namespace schema_audit {

namespace {

// What PUBLIC has of such an object without being told.
std::string_view public_default(const Change& change) {
  if (change.object.kind == "changed_privileges") {
    const std::string_view name = change.object.name;
    const bool routine =
        name.starts_with("function ") || name.starts_with("procedure ") || name.starts_with("aggregate ");
    if (routine) return "EXECUTE";
    return name.starts_with("type ") || name.starts_with("language ") ? "USAGE" : "";
  }
  const Kind* kind = find_kind(change.object.kind);
  const AttributeKind* attribute = kind != nullptr ? kind->attribute("privileges") : nullptr;
  const char acl = attribute != nullptr ? attribute->acl : '\0';
  if (acl == 'f') return "EXECUTE";
  return acl == 'T' || acl == 'l' ? "USAGE" : "";
}

}  // namespace

std::set<std::string> privilege_words(std::string_view list) {
  std::set<std::string> words;
  while (!list.empty()) {
    const auto end = list.find(", ");
    words.emplace(list.substr(0, end));
    list = end == std::string_view::npos ? std::string_view() : list.substr(end + 2);
  }
  return words;
}

std::vector<HeldWord> held_words(std::string_view list) {
  std::vector<HeldWord> held;
  for (const std::string& word : privilege_words(list)) {
    if (word == "none") continue;
    const bool option = word.ends_with('*');
    held.push_back({option ? word.substr(0, word.size() - 1) : word, option});
  }
  return held;
}

std::string word_of(const std::string& privilege) { return privilege.substr(0, privilege.find('(')); }

std::string grantee_of(const std::string& key) { return key.substr(0, key.find(" (granted by ")); }

std::string grantee_key(const std::string& role) { return role == "PUBLIC" ? role : quote_identifier(role); }

bool concerns(const std::string& privilege, const Change& change, bool grants) {
  const auto open = privilege.find('(');
  if (change.object.kind != "column") return open == std::string::npos;
  if (open == std::string::npos) return !grants;
  return privilege_words(std::string_view(privilege).substr(open + 1, privilege.size() - open - 2))
      .contains(change.object.name);
}

bool HeldPrivileges::Held::has(const std::string& word) const {
  return words.contains(word) || (all && !without.contains(word));
}

bool HeldPrivileges::Held::grant(const std::string& word) {
  if (word == kAllPrivileges) {
    const bool more = !all || !without.empty();
    *this = {true, {}, {}};
    return more;
  }
  const bool more = !has(word);
  words.insert(word);
  without.erase(word);
  return more;
}

bool HeldPrivileges::Held::revoke(const std::string& word) {
  if (word == kAllPrivileges) {
    const bool less = all || !words.empty();
    *this = {};
    return less;
  }
  const bool less = has(word);
  words.erase(word);
  words.erase(word + '*');
  if (all) without.insert(word);
  return less;
}

HeldPrivileges::HeldPrivileges(const Change& change) : change_(change) {
  const TextMap all = map_of(change.content->attributes.find("privileges"));
  const TextMap from = change.type == ChangeType::kDropped ? all : map_of(change.from);
  const TextMap to = change.type == ChangeType::kAdded ? all : map_of(change.to);
  const auto note_changed = [&](const TextMap& one, const TextMap& other) {
    for (const auto& [key, held] : one) {
      const auto same = other.find(key);
      if (same == other.end() || same->second != held) changed_.insert(grantee_of(key));
    }
  };
  note_changed(from, to);
  note_changed(to, from);
  for (const auto& [key, text] : from) {
    Held& held = held_[grantee_of(key)];
    for (const HeldWord& one : held_words(text)) {
      held.grant(one.word);
      if (one.with_option && one.word != kAllPrivileges) held.grant(one.word + '*');
    }
  }
  const std::string_view free = public_default(change);
  if (!from.contains("PUBLIC") && !free.empty()) held_["PUBLIC"].grant(std::string(free));
  const std::string owner = quote_identifier(change.content->attributes.text("owner"));
  if (!from.contains(owner)) held_[owner].grant(std::string(kAllPrivileges));
  first_ = held_;
}

bool HeldPrivileges::apply(const Event& event) {
  if (event.privileges.empty() || event.grantees.empty()) {
    const auto owner =
        event.subcommand == "OWNER TO" ? word_behind(event.statement, "OWNER TO") : std::nullopt;
    const bool may = !owner || changed_.contains(quote_identifier(*owner));
    known_ = known_ && !may;
    return may;
  }
  const bool grants = event.command_tag.starts_with("GRANT") || event.subcommand == "GRANT";
  const bool option = event.subcommand.find("GRANT OPTION") != std::string::npos;
  bool differs = false;
  for (const std::string& role : event.grantees) {
    const std::string grantee = grantee_key(role);
    Held& held = held_[grantee];
    bool here = false;
    for (const std::string& privilege : event.privileges) {
      if (!concerns(privilege, change_, grants)) continue;
      const std::string word = word_of(privilege);
      if (!option || (grants && word != kAllPrivileges))
        here = (grants ? held.grant(word) : held.revoke(word)) || here;
      if (option)
        here = word == kAllPrivileges || (grants ? held.grant(word + '*') : held.revoke(word + '*')) || here;
    }
    if (held == Held()) held_.erase(grantee);
    differs = differs || (here && changed_.contains(grantee));
  }
  return differs;
}

}  // namespace schema_audit
