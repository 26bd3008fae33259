#include "core/kinds/privileges.hpp"

#include <array>
#include <stdexcept>
#include <string>

#include "core/kinds/array_text.hpp"
#include "core/model/identity.hpp"

namespace schema_audit {

namespace {

struct Privilege {
  char letter;
  std::string_view word;
};

// docs: "Privileges", table "ACL Privilege Abbreviations".
constexpr std::array<Privilege, 15> kPrivileges{{
    {'r', "SELECT"},
    {'a', "INSERT"},
    {'w', "UPDATE"},
    {'d', "DELETE"},
    {'D', "TRUNCATE"},
    {'x', "REFERENCES"},
    {'t', "TRIGGER"},
    {'m', "MAINTAIN"},
    {'X', "EXECUTE"},
    {'U', "USAGE"},
    {'C', "CREATE"},
    {'c', "CONNECT"},
    {'T', "TEMPORARY"},
    {'s', "SET"},
    {'A', "ALTER SYSTEM"},
}};

struct Class {
  char type;
  std::string_view all;             // MAINTAIN left aside: see parse_privileges()
  std::string_view public_default;  // as letters
  bool owner_default;               // the owner has all without being told
};

constexpr std::array<Class, 13> kClasses{{
    {'r', "arwdDxt", "", true},
    {'s', "rwU", "", true},
    {'f', "X", "X", true},
    {'n', "UC", "", true},
    {'T', "U", "U", true},
    {'c', "arwx", "", false},
    {'l', "U", "U", true},
    {'F', "U", "", true},
    {'S', "U", "", true},
    {'L', "rw", "", true},
    {'d', "CTc", "Tc", true},
    {'t', "C", "", true},
    {'p', "sA", "", true},
}};

const Class& class_of(char type) {
  for (const Class& candidate : kClasses) {
    if (candidate.type == type) return candidate;
  }
  throw std::invalid_argument("no such type of privileges");
}

// A role name of an aclitem: bare or in double quotes (putid() in src/backend/utils/adt/acl.c).
std::string take_role(std::string_view& item) {
  std::string role;
  bool quoted = false;
  std::size_t i = 0;
  for (; i < item.size(); ++i) {
    const char c = item[i];
    if (c == '"') {
      if (quoted && i + 1 < item.size() && item[i + 1] == '"') {
        role += c;
        ++i;
      } else {
        quoted = !quoted;
      }
    } else if (!quoted && (c == '=' || c == '/')) {
      break;
    } else {
      role += c;
    }
  }
  item.remove_prefix(i);
  return role;
}

bool holds_all(const Class& kind, std::string_view letters, bool with_option) {
  for (const char letter : kind.all) {
    const auto at = letters.find(letter);
    if (at == std::string_view::npos) return false;
    const bool option = at + 1 < letters.size() && letters[at + 1] == '*';
    if (option != with_option) return false;
  }
  return true;
}

std::string words(const Class& kind, std::string_view letters) {
  if (letters.empty()) return "none";
  if (holds_all(kind, letters, false) && letters.find('*') == std::string_view::npos) return "ALL";
  if (holds_all(kind, letters, true)) return "ALL*";
  std::string out;
  for (const Privilege& privilege : kPrivileges) {
    const auto at = letters.find(privilege.letter);
    if (at == std::string_view::npos) continue;
    if (!out.empty()) out += ", ";
    out += privilege.word;
    if (at + 1 < letters.size() && letters[at + 1] == '*') out += '*';
  }
  return out;
}

TextMap parse(std::string_view acl, std::string_view owner, const Class& kind) {
  TextMap result;
  bool owner_seen = false;
  bool public_seen = false;
  for (const std::string& text : parse_array(acl)) {
    std::string_view item = text;
    std::string grantee = take_role(item);
    if (item.empty() || item.front() != '=') throw std::invalid_argument("not an access privilege: " + text);
    item.remove_prefix(1);
    const std::string_view letters = item.substr(0, item.find('/'));
    item.remove_prefix(letters.size());
    if (item.empty()) throw std::invalid_argument("not an access privilege: " + text);
    item.remove_prefix(1);
    const std::string grantor = take_role(item);

    const bool to_public = grantee.empty();
    const bool to_owner = !to_public && grantee == owner;
    std::string held = words(kind, letters);
    if (grantor == owner) {
      if (to_owner) owner_seen = true;
      if (to_public) public_seen = true;
      if (to_owner && kind.owner_default && held == "ALL") continue;
      if (to_public && !kind.public_default.empty() && letters == kind.public_default) continue;
    }
    std::string key = to_public ? "PUBLIC" : quote_identifier(grantee);
    if (grantor != owner) key += " (granted by " + quote_identifier(grantor) + ")";
    result.insert_or_assign(std::move(key), std::move(held));
  }
  if (kind.owner_default && !owner_seen) result.insert_or_assign(quote_identifier(owner), "none");
  if (!kind.public_default.empty() && !public_seen) result.insert_or_assign("PUBLIC", "none");
  return result;
}

}  // namespace

TextMap parse_privileges(std::optional<std::string_view> acl, std::string_view owner, char object_type) {
  return acl ? parse(*acl, owner, class_of(object_type)) : TextMap();
}

TextMap parse_added_privileges(std::string_view acl, std::string_view owner, char object_type) {
  Class kind = class_of(object_type);
  kind.public_default = "";
  kind.owner_default = false;
  return parse(acl, owner, kind);
}

}  // namespace schema_audit
