// Cuts SQL text into its lexical elements, as far as needed to find where strings, comments and statements
// begin and end. Pure: no server, no allocation.
#pragma once

#include <cstddef>
#include <string_view>

namespace schema_audit {

enum class Token { kSpace, kComment, kString, kQuotedName, kWord, kOther, kEnd };

struct Lexeme {
  Token token;
  std::size_t begin;
  std::size_t end;
};

// The element that begins at `at`; of the kind kEnd at the end of the text. An unfinished string or comment
// goes to the end. `plain_backslash` is the setting standard_conforming_strings.
Lexeme next_lexeme(std::string_view text, std::size_t at, bool plain_backslash);

// The same, with white space and comments passed over.
Lexeme next_significant(std::string_view text, std::size_t at, bool plain_backslash);

}  // namespace schema_audit
