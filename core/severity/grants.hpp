// Which GRANT and REVOKE made privileges what they are.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/diff/change.hpp"
#include "core/model/event.hpp"

namespace schema_audit {

// "SELECT", "UPDATE*" of "SELECT, UPDATE*".
std::set<std::string> privilege_words(std::string_view list);

inline constexpr std::string_view kAllPrivileges = "ALL";

// The privileges of such a list one by one, without "none", which is the loss of a default.
struct HeldWord {
  std::string word;          // without the star
  bool with_option = false;  // whether it has one: may be granted on
};
std::vector<HeldWord> held_words(std::string_view list);

// "SELECT" of "SELECT(id, total)".
std::string word_of(const std::string& privilege);

// bob of "bob (granted by eve)", which the attribute "privileges" writes for what a third granted.
std::string grantee_of(const std::string& key);

// A role of an event as the attribute "privileges" writes it.
std::string grantee_key(const std::string& role);

// Whether a privilege, as an event names it, is one on the object of the change: SELECT(id) is one on the
// column id, and revoked from the table, a privilege is gone from the columns, too.
bool concerns(const std::string& privilege, const Change& change, bool grants);

// The privileges on one object, or on one column, as events change them one after the other.
class HeldPrivileges {
 public:
  // Those before the change, which is one of the attribute "privileges", or of an object that is nothing
  // else. first_owner: whose it was then, where that is known.
  HeldPrivileges(const Change& change, const std::optional<std::string>& first_owner);

  // Whether they are again what they were before.
  bool as_before() const;

  // Whether they are what they are after the change.
  bool as_after() const;

  // Whether the event makes a difference for somebody whose privileges are others after the change. What is
  // not known, may.
  bool apply(const Event& event);

 private:
  struct Held {
    bool all = false;
    std::set<std::string> words;    // beside all; "SELECT*": may grant it
    std::set<std::string> without;  // of all

    friend bool operator==(const Held&, const Held&) = default;
    void grant(const std::string& word, bool option);
    void revoke(const std::string& word, bool only_option);
    void add(const Held& other);
  };
  struct State {
    std::map<std::string, Held> held;
    std::string owner;
  };

  // What a snapshot says that they are.
  State held_in(const TextMap& privileges, const std::string& owner) const;
  bool is(const State& other) const;
  bool take_over(const Event& event);
  // The only word that there is stands for all.
  std::string word_for(const std::string& word) const;
  Held by_default(const State& state, const std::string& grantee) const;
  // What snapshots show: nothing of what is held by default.
  std::optional<Held> shown(const State& state, const std::string& grantee) const;

  const Change& change_;
  const std::string free_;  // what PUBLIC has by default
  State now_;
  State first_;
  State last_;
  bool known_ = true;              // no event changed something that is not followed here
  std::set<std::string> changed_;  // whose privileges are others now
};

}  // namespace schema_audit
