#include "core/plan/words.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace schema_audit {

std::string qualified(std::string_view schema, std::string_view name) {
  return schema.empty() ? quote_identifier(name) : quote_identifier(schema) + "." + quote_identifier(name);
}

std::string qualified(const Object& root) { return qualified(root.schema, root.name); }

std::string alter_table(const Object& root, bool only) {
  return (only ? "ALTER TABLE ONLY " : "ALTER TABLE ") + qualified(root) + " ";
}

std::string alter_column(const Object& root, std::string_view column, bool only) {
  return alter_table(root, only) + "ALTER COLUMN " + quote_identifier(column) + " ";
}

const TextList& list_of(const Attributes& attributes, std::string_view name) {
  static const TextList kNone;
  const Value* value = attributes.find(name);
  const auto* list = value ? std::get_if<TextList>(value) : nullptr;
  return list ? *list : kNone;
}

const TextMap& map_of(const Attributes& attributes, std::string_view name) {
  static const TextMap kNone;
  const Value* value = attributes.find(name);
  const auto* map = value ? std::get_if<TextMap>(value) : nullptr;
  return map ? *map : kNone;
}

std::optional<std::int64_t> number_of(const Attributes& attributes, std::string_view name) {
  const Value* value = attributes.find(name);
  const auto* number = value ? std::get_if<std::int64_t>(value) : nullptr;
  return number ? std::optional(*number) : std::nullopt;
}

std::string join(const std::vector<std::string>& items, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += separator;
    out += items[i];
  }
  return out;
}

std::string quoted_list(const TextList& names) {
  TextList quoted;
  quoted.reserve(names.size());
  for (const std::string& name : names) quoted.push_back(quote_identifier(name));
  return join(quoted);
}

std::string option_name(const std::string& name) {
  const auto dot = name.find('.');
  if (dot == std::string::npos) return quote_identifier(name);
  return quote_identifier(name.substr(0, dot)) + "." + quote_identifier(name.substr(dot + 1));
}

namespace {

constexpr std::string_view kHidden = "(hidden)";

}  // namespace

std::string storage_options(const TextMap& options) {
  if (options.empty()) return "";
  std::vector<std::string> items;
  for (const auto& [name, value] : options) items.push_back(option_name(name) + "=" + quote_literal(value));
  return "(" + join(items) + ")";
}

std::string generic_options(const TextMap& options) {
  std::vector<std::string> items;
  for (const auto& [name, value] : options) {
    if (value != kHidden) items.push_back(quote_identifier(name) + " " + quote_literal(value));
  }
  return join(items);
}

bool has_hidden(const TextMap& options) {
  return std::any_of(options.begin(), options.end(), [](const auto& o) { return o.second == kHidden; });
}

std::string changed_options(const TextMap& from, const TextMap& to) {
  std::vector<std::string> items;
  for (const auto& [name, value] : from) {
    if (!to.contains(name)) items.push_back("DROP " + quote_identifier(name));
  }
  for (const auto& [name, value] : to) {
    const auto old = from.find(name);
    if (value == kHidden || (old != from.end() && old->second == value)) continue;
    items.push_back((old == from.end() ? "ADD " : "SET ") + quote_identifier(name) + " " +
                    quote_literal(value));
  }
  return join(items);
}

std::string index_clauses(const Attributes& attributes) {
  std::string sql;
  if (const TextList& include = list_of(attributes, "include"); !include.empty()) {
    sql += " INCLUDE (" + quoted_list(include) + ")";
  }
  if (attributes.flag("nulls_not_distinct")) sql += " NULLS NOT DISTINCT";
  if (const TextMap& options = map_of(attributes, "options"); !options.empty()) {
    sql += " WITH " + storage_options(options);
  }
  if (const auto tablespace = attributes.text("tablespace"); !tablespace.empty()) {
    sql += " TABLESPACE " + quote_identifier(tablespace);
  }
  return sql;
}

std::string dollar_quoted(std::string_view text) {
  // A text that ends in a dollar would close the quote one character early.
  std::string tag = "$$";
  for (int i = 0; text.find(tag) != std::string_view::npos || (!text.empty() && text.back() == '$' && i == 0);
       ++i) {
    tag = "$_" + (i == 0 ? std::string() : std::to_string(i)) + "$";
  }
  return tag + std::string(text) + tag;
}

bool mentions(std::string_view text, std::string_view name) {
  const std::string wanted = quote_identifier(name);
  const auto in_word = [](char c) {
    const auto u = static_cast<unsigned char>(c);
    return std::isalnum(u) != 0 || c == '_' || c == '$' || u >= 0x80;
  };
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    std::size_t end = at + 1;
    if (c == '\'' || c == '"') {
      while (end < text.size()) {
        if (text[end] != c) {
          ++end;
        } else if (end + 1 < text.size() && text[end + 1] == c) {
          end += 2;
        } else {
          ++end;
          break;
        }
      }
      if (c == '"' && text.substr(at, end - at) == wanted) return true;
    } else if (in_word(c)) {
      while (end < text.size() && in_word(text[end])) ++end;
      if (text.substr(at, end - at) == wanted) return true;
    }
    at = end;
  }
  return false;
}

std::vector<std::string> split_name(std::string_view text) {
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      if (quoted && i + 1 < text.size() && text[i + 1] == '"') {
        parts.back() += c;
        ++i;
      } else {
        quoted = !quoted;
      }
    } else if (c == '.' && !quoted) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  if (quoted) parts.clear();
  return parts;
}

namespace {

// Settings whose value is a list of names, each quoted on its own (GUC_LIST_QUOTE).
bool is_list(std::string_view setting) {
  constexpr auto kLists = std::to_array<std::string_view>(
      {"local_preload_libraries", "search_path", "session_preload_libraries", "shared_preload_libraries",
       "temp_tablespaces", "unix_socket_directories"});
  for (const std::string_view name : kLists) {
    if (name == setting) return true;
  }
  return false;
}

// 'a, "B c"' -> 'a', 'B c'
std::string list_value(std::string_view value) {
  std::vector<std::string> items;
  std::string item;
  bool quoted = false;
  bool any = false;
  const auto end_item = [&] {
    if (any) items.push_back(quote_literal(item));
    item.clear();
    any = false;
  };
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (c == '"') {
      any = true;
      if (quoted && i + 1 < value.size() && value[i + 1] == '"') {
        item += c;
        ++i;
      } else {
        quoted = !quoted;
      }
    } else if (!quoted && c == ',') {
      end_item();
    } else if (quoted || (c != ' ' && c != '\t' && c != '\n')) {
      any = true;
      item += c;
    }
  }
  end_item();
  return items.empty() ? "''" : join(items);
}

}  // namespace

std::string setting_value(std::string_view setting, std::string_view value) {
  return is_list(setting) ? list_value(value) : quote_literal(value);
}

std::string setting_name(std::string_view name) {
  std::vector<std::string> parts = split_name(name);
  for (std::string& part : parts) part = quote_identifier(part);
  return join(parts, ".");
}

}  // namespace schema_audit
