#include "core/plan/grants.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "core/model/word_list.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

// "NAME (granted by NAME)"
struct Grantee {
  std::string name;
  std::string grantor;  // empty: the owner
};

Grantee parse_grantee(const std::string& key) {
  constexpr std::string_view kBy = " (granted by ";
  const auto at = key.rfind(kBy);
  if (at == std::string::npos || key.back() != ')') return {key, ""};
  return {key.substr(0, at), key.substr(at + kBy.size(), key.size() - at - kBy.size() - 1)};
}

using Words = std::vector<std::string>;

// "SELECT, UPDATE*" -> words; "none" -> nothing.
Words words_of(std::string_view text) {
  if (text == "none") return {};
  const std::vector<std::string_view> words = items_of(text);
  return {words.begin(), words.end()};
}

bool keeps_all(const Words& held, const Words& wanted) {
  return std::all_of(held.begin(), held.end(), [&](const std::string& word) {
    return std::find(wanted.begin(), wanted.end(), word) != wanted.end();
  });
}

using Privileges = std::optional<std::string>;

Privileges privileges_of(const TextMap& map, const std::string& key) {
  const auto it = map.find(key);
  return it == map.end() ? std::nullopt : Privileges(it->second);
}

// The words, or what the grantee has without being told.
Words words_of(const Grants& grants, const Grantee& grantee, const Privileges& privileges) {
  if (privileges) return words_of(*privileges);
  if (grants.only_added || !grants.column.empty() || !grantee.grantor.empty()) return {};
  if (grantee.name == grants.owner) return {"ALL"};
  if (grantee.name == "PUBLIC") return words_of(grants.public_default);
  return {};
}

bool needs_revoke(const Words& held, const Words& wanted) {
  return !held.empty() && !keeps_all(held, wanted);
}

class Writer {
 public:
  Writer(const Grants& grants, Steps& steps) : grants_(grants), steps_(steps) {}

  void change(const std::string& key, const Privileges& from, const Privileges& to) {
    const Grantee grantee = parse_grantee(key);
    const Words held = words_of(grants_, grantee, from);
    const Words wanted = words_of(grants_, grantee, to);
    // As pg_dump does: only who granted it can be named as the one who did.
    if (!grantee.grantor.empty()) steps_.add("SET SESSION AUTHORIZATION " + grantee.grantor);
    if (needs_revoke(held, wanted)) {
      steps_.add(grants_.prefix + "REVOKE ALL" + column() + " ON " + grants_.on + " FROM " + grantee.name);
    }
    grant(wanted, grantee, false);
    grant(wanted, grantee, true);
    if (!grantee.grantor.empty()) steps_.add("RESET SESSION AUTHORIZATION");
  }

 private:
  std::string column() const { return grants_.column.empty() ? "" : " (" + grants_.column + ")"; }

  void grant(const Words& words, const Grantee& grantee, bool with_option) {
    std::vector<std::string> items;
    for (std::string word : words) {
      if (word.ends_with('*') != with_option) continue;
      if (with_option) word.pop_back();
      items.push_back(word + column());
    }
    if (items.empty()) return;
    steps_.add(grants_.prefix + "GRANT " + join(items) + " ON " + grants_.on + " TO " + grantee.name +
               (with_option ? " WITH GRANT OPTION" : ""));
  }

  const Grants& grants_;
  Steps& steps_;
};

}  // namespace

TextMap left_on_column(const TextMap& privileges, const Grants& table, const TextMap& table_from,
                       const TextMap& table_to) {
  TextMap left = privileges;
  std::erase_if(left, [&](const auto& entry) {
    const Privileges from = privileges_of(table_from, entry.first);
    const Privileges to = privileges_of(table_to, entry.first);
    const Grantee grantee = parse_grantee(entry.first);
    return from != to && needs_revoke(words_of(table, grantee, from), words_of(table, grantee, to));
  });
  return left;
}

TextMap with_new_owner(const TextMap& privileges, const std::string& from, const std::string& to,
                       bool of_column) {
  if (privileges.empty() || from == to) return privileges;
  std::map<std::string, Words> held;
  for (const auto& [key, text] : privileges) {
    Grantee grantee = parse_grantee(key);
    for (std::string* name : {&grantee.name, &grantee.grantor}) {
      if (*name == from) *name = to;
    }
    const bool by_other = !grantee.grantor.empty() && grantee.grantor != to;
    Words& words = held[grantee.name + (by_other ? " (granted by " + grantee.grantor + ")" : "")];
    for (const std::string& word : words_of(text)) words.push_back(word);
  }
  // What is not said of the owner of an object is everything, of that of a column nothing.
  if (!of_column && !privileges.contains(from)) held.erase(to);
  TextMap result;
  for (auto& [key, words] : held) {
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    std::erase_if(words, [&words = words](const std::string& word) {
      return std::find(words.begin(), words.end(), word + "*") != words.end();
    });
    result.emplace(key, words.empty() ? "none" : join(words));
  }
  return result;
}

void change_privileges(const Grants& grants, const TextMap& from, const TextMap& to, Steps& steps) {
  std::set<std::string> keys;
  for (const auto& [key, text] : from) keys.insert(key);
  for (const auto& [key, text] : to) keys.insert(key);
  Writer writer(grants, steps);
  // Grants by the owner first: what others granted rests on them.
  for (const bool by_others : {false, true}) {
    for (const std::string& key : keys) {
      const bool by_other = key.ends_with(')') && key.find(" (granted by ") != std::string::npos;
      const Privileges held = privileges_of(from, key);
      const Privileges wanted = privileges_of(to, key);
      if (by_other == by_others && held != wanted) writer.change(key, held, wanted);
    }
  }
}

}  // namespace schema_audit
