#include "core/severity/names.hpp"

#include <utility>
#include <vector>

#include "core/model/names_in_text.hpp"

namespace schema_audit {

namespace {

void add_texts(const Value& value, std::vector<std::string>& texts) {
  if (const auto* text = std::get_if<std::string>(&value)) texts.push_back(*text);
  if (const auto* list = std::get_if<TextList>(&value)) texts.insert(texts.end(), list->begin(), list->end());
}

std::set<std::string> names_in_all(const std::vector<std::string>& texts) {
  std::set<std::string> names;
  for (const std::string& text : texts) {
    names.insert(quote_identifier(text));  // a whole name that is not quoted, as in lists of columns
    for (std::string& name : names_in(text)) names.insert(std::move(name));
  }
  return names;
}

}  // namespace

std::string name_of(const Identity& identity) {
  if (!identity.is_root()) {
    return quote_identifier(identity.schema) + "." + quote_identifier(identity.parent) + "." +
           quote_identifier(identity.name);
  }
  return (identity.schema.empty() ? "" : quote_identifier(identity.schema) + ".") +
         quote_identifier(identity.name);
}

std::string root_name(const Identity& identity) {
  return quote_identifier(identity.schema) + "." +
         quote_identifier(identity.is_root() ? identity.name : identity.parent);
}

bool is_words(std::string_view attribute) { return attribute == "comment" || attribute == "body"; }

std::set<std::string> names_of(const Value* value) {
  std::vector<std::string> texts;
  if (value != nullptr) add_texts(*value, texts);
  return names_in_all(texts);
}

std::set<std::string> names_of(const Object& object) {
  std::vector<std::string> texts;
  for (const Attribute& attribute : object.attributes) {
    if (!is_words(attribute.name)) add_texts(attribute.value, texts);
  }
  return names_in_all(texts);
}

}  // namespace schema_audit
