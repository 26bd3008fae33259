#include "collector/report/markup.hpp"

#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

// U+FFFE and U+FFFF, which XML does not know.
constexpr std::string_view kNoCharacters = "\xef\xbf";

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    switch (text[i]) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        if (text.substr(i).starts_with(kNoCharacters) && i + 2 < text.size() &&
            (text[i + 2] == '\xbe' || text[i + 2] == '\xbf')) {
          out += text[i + 2] == '\xbe' ? "\\ufffe" : "\\uffff";
          i += 2;
        } else {
          out += text[i];
        }
    }
  }
  return out;
}

}  // namespace

std::string markup_text(std::string_view text) { return escaped(printable(text)); }

std::string markup_block(std::string_view text) { return escaped(printable_block(text, "")); }

}  // namespace schema_audit
