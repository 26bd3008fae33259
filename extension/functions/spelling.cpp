#include "extension/functions/spelling.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace schema_audit {

namespace {

// Other names of types, as users write them in argument lists.
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kTypeNames{
    {{"int", "integer"},
     {"int2", "smallint"},
     {"int4", "integer"},
     {"int8", "bigint"},
     {"float4", "real"},
     {"float8", "double precision"},
     {"decimal", "numeric"},
     {"bool", "boolean"},
     {"varchar", "character varying"},
     {"char", "character"},
     {"bpchar", "character"},
     {"timestamptz", "timestamp with time zone"},
     {"timestamp", "timestamp without time zone"}}};

// An address with every word in one spelling: folded and quoted as the server would, without idle spaces. So
// public.Orders, "public"."orders" and public.orders are one.
class Speller {
 public:
  explicit Speller(std::string_view text) : text_(text) {}

  std::string spell() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        word(quoted());
      } else if (is_word(c)) {
        words(bare());
      } else {
        ++at_;
        if (c == ' ') {
          space_ = true;
          continue;
        }
        depth_ += (c == '(') - (c == ')');
        out_ += c;
        space_ = false;
      }
    }
    return out_;
  }

 private:
  static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80U;
  }

  std::string quoted() {
    std::string name;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"' && text_.substr(at_ + 1, 1) != "\"") break;
      if (text_[at_] == '"') ++at_;
      name += text_[at_];
    }
    ++at_;
    return name;
  }

  std::string bare() {
    std::string name;
    for (; at_ < text_.size() && is_word(text_[at_]); ++at_) {
      const char c = text_[at_];
      name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    if (depth_ == 0 || text_.substr(at_).starts_with(" with")) return name;
    const auto* other = std::find_if(kTypeNames.begin(), kTypeNames.end(),
                                     [&](const auto& pair) { return pair.first == name; });
    return other == kTypeNames.end() ? name : std::string(other->second);
  }

  void words(const std::string& names) {
    for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + 1) {
      end = names.find(' ', begin);
      word(names.substr(begin, end - begin));
      space_ = true;
    }
    space_ = false;
  }

  void word(const std::string& name) {
    if (space_ && out_.ends_with('"')) out_ += ' ';
    space_ = false;
    out_ += '"';
    for (const char c : name) out_.append(c == '"' ? 2 : 1, c);
    out_ += '"';
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;  // of parentheses
  bool space_ = false;
  std::string out_;
};

}  // namespace

std::string spell_address(std::string_view text) { return Speller(text).spell(); }

}  // namespace schema_audit
