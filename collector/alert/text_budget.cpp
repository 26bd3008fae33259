#include "collector/alert/text_budget.hpp"

#include "core/render/utf8.hpp"

namespace schema_audit {
namespace {

constexpr std::uint32_t kFirstOfTwoUnits = 0x10000;
constexpr std::string_view kEllipsis = "\u2026";

std::size_t units(const Character& character) { return character.code >= kFirstOfTwoUnits ? 2 : 1; }

}  // namespace

std::size_t utf16_length(std::string_view text) {
  std::size_t length = 0;
  while (!text.empty()) {
    const Character character = first_character(text);
    length += units(character);
    text.remove_prefix(character.length);
  }
  return length;
}

std::string clip_utf16(std::string_view text, std::size_t limit) {
  if (utf16_length(text) <= limit) return std::string(text);
  if (limit == 0) return {};
  std::size_t used = 1;  // the ellipsis
  std::size_t end = 0;
  while (end < text.size()) {
    const Character character = first_character(text.substr(end));
    if (used + units(character) > limit) break;
    used += units(character);
    end += character.length;
  }
  return std::string(text.substr(0, end)).append(kEllipsis);
}

TextBudget::TextBudget(std::size_t limit, std::size_t reserve)
    : limit_(limit > reserve ? limit - reserve : 0) {}

bool TextBudget::add(std::string_view block) {
  const std::size_t length = utf16_length(block);
  if (left_out_ > 0 || used_ + length > limit_) {
    ++left_out_;
    return false;
  }
  used_ += length;
  text_.append(block);
  return true;
}

}  // namespace schema_audit
