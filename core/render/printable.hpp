// Names and texts from a database made inert for an output.
#pragma once

#include <string>
#include <string_view>

namespace schema_audit {

// For a terminal or a log line: control characters (C0, DEL, C1), line and paragraph separators and the
// characters that change the direction of text or are not seen become \n, \t, \x1b, \u202e, \U000e0041; bytes
// that are not UTF-8 become \xff. A backslash stays as it is.
std::string printable(std::string_view text);

// The same, but line feeds and tabs stay: for statements shown on lines of their own. Every line gets the
// indent in front.
std::string printable_block(std::string_view text, std::string_view indent);

// For Markdown prose and table cells: printable(), and every character that Markdown or HTML could act on is
// escaped.
std::string markdown_text(std::string_view text);

// For a Markdown code span: printable() between more backticks than any run within.
std::string markdown_code(std::string_view text);

// For a Markdown fenced code block: the fence is longer than any run of backticks within.
std::string markdown_fence(std::string_view text);

// At most `limit` bytes, cut between characters, with "..." behind a text that was cut.
std::string shortened(std::string_view text, std::size_t limit);

// One line: runs of white space become one space.
std::string one_line(std::string_view text);

}  // namespace schema_audit
