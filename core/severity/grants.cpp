#include "core/severity/grants.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/kinds/registry.hpp"
#include "core/model/word_list.hpp"
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
  if (change.object.kind == "schema" && change.object.name == "public") return "USAGE";
  return acl == 'T' || acl == 'l' ? "USAGE" : "";
}

// The first owner, where nothing else tells.
std::string whose_went_to_another(const TextMap& from, const TextMap& to) {
  for (const auto& [key, held] : from) {
    if (to.contains(key)) continue;
    for (const auto& [other, same] : to) {
      if (same == held && !from.contains(other)) return key;
    }
  }
  return "";
}

}  // namespace

std::set<std::string> privilege_words(std::string_view list) {
  const std::vector<std::string_view> words = items_of(list);
  return {words.begin(), words.end()};
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
  // Names that need quotes have them.
  const std::string columns = ", " + privilege.substr(open + 1, privilege.size() - open - 2) + ", ";
  return columns.find(", " + quote_identifier(change.object.name) + ", ") != std::string::npos;
}

void HeldPrivileges::Held::grant(const std::string& word, bool option) {
  if (word == kAllPrivileges) {
    all = true;
    without.clear();
    std::erase_if(words, [](const std::string& held) { return !held.ends_with('*'); });
  } else if (all) {
    without.erase(word);
  } else {
    words.insert(word);
  }
  if (option && !words.contains("ALL*")) words.insert(word + '*');
}

void HeldPrivileges::Held::revoke(const std::string& word, bool only_option) {
  if (word == kAllPrivileges) {
    if (only_option) {
      std::erase_if(words, [](const std::string& held) { return held.ends_with('*'); });
    } else {
      *this = {};
    }
    return;
  }
  words.erase(word + '*');
  if (only_option) return;
  words.erase(word);
  if (all) without.insert(word);
}

void HeldPrivileges::Held::add(const Held& other) {
  for (const std::string& word : other.words) words.insert(word);
  if (!other.all) {
    for (const std::string& word : other.words) without.erase(word);
    return;
  }
  std::erase_if(without, [&](const std::string& word) { return !other.without.contains(word); });
  if (!all) {
    for (const std::string& word : other.without) {
      if (!words.contains(word)) without.insert(word);
    }
  }
  all = true;
  std::erase_if(words, [](const std::string& held) { return !held.ends_with('*'); });
}

HeldPrivileges::HeldPrivileges(const Change& change, const std::optional<std::string>& first_owner)
    : change_(change), free_(public_default(change)) {
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
  first_ = held_in(from, first_owner ? quote_identifier(*first_owner) : whose_went_to_another(from, to));
  now_ = first_;
  last_ = held_in(to, quote_identifier(change.content->attributes.text("owner")));
}

HeldPrivileges::State HeldPrivileges::held_in(const TextMap& privileges, const std::string& owner) const {
  State state;
  state.owner = owner;
  for (const auto& [key, text] : privileges) {
    Held& held = state.held[grantee_of(key)];
    for (const HeldWord& one : held_words(text)) held.grant(word_for(one.word), one.with_option);
  }
  for (const std::string& grantee : {std::string("PUBLIC"), owner}) {
    const Held held = by_default(state, grantee);
    if (!privileges.contains(grantee) && held != Held()) state.held[grantee] = held;
  }
  return state;
}

std::string HeldPrivileges::word_for(const std::string& word) const {
  return word == kAllPrivileges && !free_.empty() && change_.object.kind != "schema" ? free_ : word;
}

HeldPrivileges::Held HeldPrivileges::by_default(const State& state, const std::string& grantee) const {
  Held held;
  if (grantee == "PUBLIC") {
    if (!free_.empty()) held.grant(free_, false);
  } else if (grantee == state.owner && change_.object.kind != "column") {
    held.grant(word_for(std::string(kAllPrivileges)), false);
  }
  return held;
}

std::optional<HeldPrivileges::Held> HeldPrivileges::shown(const State& state,
                                                          const std::string& grantee) const {
  const auto held = state.held.find(grantee);
  Held all = held == state.held.end() ? Held() : held->second;
  return all == by_default(state, grantee) ? std::nullopt : std::optional(std::move(all));
}

bool HeldPrivileges::is(const State& other) const {
  if (!known_) return false;
  const auto same = [&](const auto& item) { return shown(now_, item.first) == shown(other, item.first); };
  return std::all_of(now_.held.begin(), now_.held.end(), same) &&
         std::all_of(other.held.begin(), other.held.end(), same);
}

bool HeldPrivileges::as_before() const { return is(first_); }

bool HeldPrivileges::as_after() const { return is(last_); }

// Whatever the old one was granted, or granted, the new one was from then on.
bool HeldPrivileges::take_over(const Event& event) {
  const auto owner = new_owner(event);
  // What was made is as it was made: nobody has changed anything yet.
  if (change_.object.kind == "changed_privileges" && event.command_tag.starts_with("CREATE")) return false;
  if (!owner) {
    known_ = false;
    return true;
  }
  if (!event.old_owner.empty()) now_.owner = quote_identifier(event.old_owner);
  const State before = now_;
  const auto old = now_.held.extract(now_.owner);
  now_.owner = quote_identifier(*owner);
  if (!old.empty()) now_.held[now_.owner].add(old.mapped());
  return std::any_of(changed_.begin(), changed_.end(), [&](const std::string& grantee) {
    return shown(before, grantee) != shown(now_, grantee);
  });
}

bool HeldPrivileges::apply(const Event& event) {
  if (event.privileges.empty() || event.grantees.empty()) return take_over(event);
  const bool grants = event.command_tag.starts_with("GRANT") || event.subcommand == "GRANT";
  const bool option = event.subcommand.find("GRANT OPTION") != std::string::npos;
  bool differs = false;
  for (const std::string& role : event.grantees) {
    const std::string grantee = grantee_key(role);
    const Held before = now_.held[grantee];
    Held& held = now_.held[grantee];
    for (const std::string& privilege : event.privileges) {
      if (!concerns(privilege, change_, grants)) continue;
      const std::string word = word_for(word_of(privilege));
      if (grants) {
        held.grant(word, option);
      } else {
        held.revoke(word, option);
      }
    }
    differs = differs || (held != before && changed_.contains(grantee));
  }
  return differs;
}

}  // namespace schema_audit
