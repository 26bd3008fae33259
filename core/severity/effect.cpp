#include "core/severity/effect.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/model/upper_case.hpp"
#include "core/severity/map_value.hpp"
#include "core/severity/subcommand.hpp"

namespace schema_audit {

namespace {

struct Words {
  std::string_view kind;
  std::string_view attribute;
  std::array<std::string_view, 3> words;  // an ALTER that sets it has one of these
};

// Of commands without sub-commands in the log.
constexpr auto kWords = std::to_array<Words>({
    {"routine", "cost", {"COST", "", ""}},
    {"routine", "leakproof", {"LEAKPROOF", "", ""}},
    {"routine", "parallel", {"PARALLEL", "", ""}},
    {"routine", "rows", {"ROWS", "", ""}},
    {"routine", "security_definer", {"SECURITY", "", ""}},
    {"routine", "strict", {"STRICT", "NULL INPUT", ""}},
    {"routine", "support", {"SUPPORT", "", ""}},
    {"routine", "volatility", {"IMMUTABLE", "STABLE", "VOLATILE"}},
    {"sequence", "cache_size", {"CACHE", "", ""}},
    {"sequence", "cycle", {"CYCLE", "", ""}},
    {"sequence", "increment_by", {"INCREMENT", "", ""}},
    {"sequence", "max_value", {"MAXVALUE", "", ""}},
    {"sequence", "min_value", {"MINVALUE", "", ""}},
    {"sequence", "owned_by", {"OWNED", "", ""}},
    {"sequence", "persistence", {"LOGGED", "UNLOGGED", ""}},
    {"sequence", "start_value", {"START", "", ""}},
    {"sequence", "type", {"AS", "", ""}},
    {"publication", "publish", {"PUBLISH", "", ""}},
    {"publication", "schemas", {"SCHEMA", "", ""}},
    {"publication", "via_root", {"PUBLISH_VIA_PARTITION_ROOT", "", ""}},
    {"subscription", "disabled", {"ENABLE", "DISABLE", ""}},
    {"subscription", "publications", {"PUBLICATION", "", ""}},
});

struct Constant {
  std::string_view subcommand;
  std::string_view attribute;
  std::string_view value;
};

constexpr auto kConstants = std::to_array<Constant>({
    {"ALTER COLUMN DROP DEFAULT", "default", ""},
    {"ALTER COLUMN DROP EXPRESSION", "generated", ""},
    {"ALTER COLUMN DROP EXPRESSION", "generation_expression", ""},
    {"ALTER COLUMN DROP NOT NULL", "not_null", ""},
    {"ALTER COLUMN SET NOT NULL", "not_null", "true"},
    {"DISABLE ROW LEVEL SECURITY", "row_security", ""},
    {"DROP DEFAULT", "default", ""},
    {"DROP NOT NULL", "not_null", ""},
    {"ENABLE ROW LEVEL SECURITY", "row_security", "true"},
    {"FORCE ROW LEVEL SECURITY", "force_row_security", "true"},
    {"NO FORCE ROW LEVEL SECURITY", "force_row_security", ""},
    {"NOT OF", "of_type", ""},
    {"SET LOGGED", "persistence", ""},
    {"SET NOT NULL", "not_null", "true"},
    {"SET UNLOGGED", "persistence", "unlogged"},
    {"SET WITHOUT CLUSTER", "clustered", ""},
});

bool in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::size_t find_word(std::string_view text, std::string_view word, std::size_t from = 0) {
  for (std::size_t at = text.find(word, from); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !in_word(text[at - 1])) && (end == text.size() || !in_word(text[end]))) return at;
  }
  return std::string_view::npos;
}

bool has_word(std::string_view text, std::string_view word) {
  return find_word(text, word) != std::string_view::npos;
}

// Of options and settings: whether the statement names one that is different now.
bool names_what_differs(const std::string& statement, const Change& change) {
  const auto is_map = [](const std::optional<Value>& value) {
    return !value || std::holds_alternative<TextMap>(*value);
  };
  if (has_word(statement, "ALL") || !is_map(change.from) || !is_map(change.to)) return true;
  const TextMap from = map_of(change.from);
  const TextMap to = map_of(change.to);
  const auto differs = [&](const TextMap& one, const TextMap& other) {
    return std::any_of(one.begin(), one.end(), [&](const auto& item) {
      const auto same = other.find(item.first);
      return (same == other.end() || same->second != item.second) && has_word(statement, upper(item.first));
    });
  };
  return differs(from, to) || differs(to, from);
}

bool is_expression(std::string_view attribute) {
  return attribute == "default" || attribute == "generation_expression";
}

bool is_comment(std::string_view attribute) { return attribute.ends_with("comment"); }

// The text of "... IS 'text'" or, for NULL, nothing.
std::optional<std::string> comment_of(std::string_view statement) {
  while (!statement.empty() &&
         (std::isspace(static_cast<unsigned char>(statement.back())) != 0 || statement.back() == ';'))
    statement.remove_suffix(1);
  const std::string words = upper(statement);
  if (words.ends_with(" IS NULL")) return "";
  const auto begin = words.find(" IS '");
  if (begin == std::string::npos || !statement.ends_with('\'')) return std::nullopt;
  std::string out;
  for (std::size_t i = begin + 5; i + 1 < statement.size(); ++i) {
    if (statement[i] == '\'' && statement[++i] != '\'') return std::nullopt;
    out += statement[i];
  }
  return out;
}

// A definition holds its attributes as they were written.
std::optional<std::string> value_in_definition(const Event& event, const Change& change) {
  constexpr std::size_t kTelling = 3;  // shorter texts stand there by chance
  const auto holds = [&](const std::optional<Value>& value) {
    const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
    return text != nullptr && text->size() >= kTelling && event.statement.find(*text) != std::string::npos;
  };
  const bool from = holds(change.from);
  const bool to = holds(change.to);
  if (from == to) return std::nullopt;
  return to_text(from ? *change.from : *change.to);
}

}  // namespace

bool is_rename(std::string_view subcommand) {
  return (subcommand.starts_with("RENAME") && subcommand != "RENAME VALUE") || subcommand == "SET SCHEMA";
}

bool can_set(const Event& event, const Change& change) {
  const bool makes_it = event.subcommand == "ADD CONSTRAINT" && !change.object.is_root();
  if (makes_it && change.object.kind != "column") return true;
  if (!can_set(event.subcommand, change.attribute)) return false;
  if (event.object_type == "default value" && change.attribute != "generated" &&
      !is_expression(change.attribute))
    return false;
  // Another type may write an expression differently; it makes none and drops none.
  if (event.subcommand == "ALTER COLUMN SET DATA TYPE" && change.attribute != "type" &&
      !(change.from && change.to) && is_expression(change.attribute))
    return false;
  if (!event.command_tag.starts_with("ALTER") || event.statement.empty()) return true;
  const std::string statement = upper(event.statement);
  if (change.attribute == "options" || change.attribute == "config")
    return names_what_differs(statement, change);
  if (event.subcommand == "ADD CONSTRAINT" && change.attribute.starts_with("not_null"))
    return has_word(statement, "NOT NULL");
  if (!event.subcommand.empty()) return true;
  const auto* entry = std::find_if(kWords.begin(), kWords.end(), [&](const Words& w) {
    return w.kind == change.object.kind && w.attribute == change.attribute;
  });
  return entry == kWords.end() ||
         std::any_of(entry->words.begin(), entry->words.end(),
                     [&](std::string_view word) { return !word.empty() && has_word(statement, word); });
}

std::optional<std::string> word_behind(std::string_view statement, std::string_view phrase) {
  const std::string words = upper(statement);
  std::size_t at = find_word(words, phrase);
  if (at == std::string::npos || find_word(words, phrase, at + 1) != std::string::npos) return std::nullopt;
  at = statement.find_first_not_of(" \t\n", at + phrase.size());
  if (at == std::string_view::npos) return std::nullopt;
  std::string out;
  if (statement[at] != '"') {
    for (; at < statement.size() && (in_word(statement[at]) || statement[at] == '-'); ++at)
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(statement[at])));
    return out;
  }
  for (++at; at < statement.size(); ++at) {
    if (statement[at] == '"' && (at + 1 == statement.size() || statement[++at] != '"')) break;
    out += statement[at];
  }
  return out;
}

std::optional<std::string> new_owner(const Event& event) {
  if (event.subcommand != "OWNER TO") return std::nullopt;
  const bool one_by_one = !event.command_tag.starts_with("REASSIGN");
  const auto name = word_behind(event.statement, one_by_one ? "OWNER TO" : "TO");
  if (name == "current_user" || name == "current_role") return event.actor.effective_role;
  return name == "session_user" ? event.actor.session_role : name;
}

std::optional<std::string> value_set(const Event& event, const Change& change) {
  const std::string_view attribute = change.attribute;
  const auto* constant = std::find_if(kConstants.begin(), kConstants.end(), [&](const Constant& c) {
    return c.subcommand == event.subcommand && c.attribute == attribute;
  });
  if (constant != kConstants.end()) return std::string(constant->value);
  if (event.subcommand == "RESET OPTIONS" && !change.from) return "";
  if (is_comment(attribute)) return comment_of(event.statement);
  if (attribute == "owner" && event.subcommand == "OWNER TO") return new_owner(event);
  if (attribute == "replica_identity" && event.subcommand == "REPLICA IDENTITY") {
    const auto word = word_behind(event.statement, "REPLICA IDENTITY");
    return word == "default" ? "" : word == "using" ? std::nullopt : word;
  }
  if (attribute == "statistics") return word_behind(event.statement, "SET STATISTICS");
  return event.command_tag.starts_with("CREATE") || change.object.kind == "database_setting"
             ? value_in_definition(event, change)
             : std::nullopt;
}

}  // namespace schema_audit
