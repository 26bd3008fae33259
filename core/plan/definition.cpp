#include "core/plan/definition.hpp"

#include "core/model/identity.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

void Definition::put(std::string_view word, std::string_view attribute) {
  const std::string_view text = attributes_.text(attribute);
  if (!text.empty()) add(std::string(word) + " = " + std::string(text));
}

void Definition::put_literal(std::string_view word, std::string_view attribute) {
  const std::string_view text = attributes_.text(attribute);
  if (!text.empty()) add(std::string(word) + " = " + quote_literal(text));
}

void Definition::put_number(std::string_view word, std::string_view attribute) {
  if (const auto number = number_of(attributes_, attribute))
    add(std::string(word) + " = " + std::to_string(*number));
}

void Definition::put_flag(std::string_view item, std::string_view attribute) {
  if (attributes_.flag(attribute)) add(std::string(item));
}

}  // namespace schema_audit
