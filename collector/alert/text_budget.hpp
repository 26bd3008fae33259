// Text that must fit what a receiver takes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace schema_audit {

// Length in UTF-16 code units, as Telegram, Discord and JavaScript count.
std::size_t utf16_length(std::string_view text);

// At most `limit` UTF-16 code units, cut between characters, with an ellipsis behind a text that was cut.
std::string clip_utf16(std::string_view text, std::size_t limit);

// Lines that are added as long as they fit. What does not fit is left out whole, so that no line is ever cut,
// and counted.
class TextBudget {
 public:
  // `reserve` units are kept free for what is appended in the end.
  TextBudget(std::size_t limit, std::size_t reserve);

  // False, and nothing added, when it does not fit; from then on nothing fits.
  bool add(std::string_view block);

  const std::string& text() const { return text_; }
  std::size_t left_out() const { return left_out_; }

 private:
  std::size_t limit_;
  std::size_t used_ = 0;
  std::size_t left_out_ = 0;
  std::string text_;
};

}  // namespace schema_audit
