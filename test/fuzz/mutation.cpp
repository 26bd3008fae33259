#include "test/fuzz/mutation.hpp"

namespace schema_audit::test {

std::string Mutation::of(std::string text) {
  for (std::size_t n = 1 + below(4); n > 0; --n) change(text);
  return text;
}

void Mutation::change(std::string& text) {
  const std::size_t at = below(text.size() + 1);
  const std::size_t length = text.empty() ? 0 : below(std::min<std::size_t>(text.size() - at, 64) + 1);
  switch (below(7)) {
    case 0:
      if (at < text.size()) text[at] = static_cast<char>(below(256));
      break;
    case 1:
      if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
      break;
    case 2:
      text.erase(at, length);
      break;
    case 3:
      text.insert(at, text.substr(at, length));
      break;
    case 4: {
      const std::string piece = text.substr(at, length);
      text.erase(at, length);
      text.insert(below(text.size() + 1), piece);
      break;
    }
    case 5:
      text.insert(at, words_[below(words_.size())]);
      break;
    default:
      if (below(8) == 0) text.resize(at);
      break;
  }
}

}  // namespace schema_audit::test
