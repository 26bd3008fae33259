#include "extension/capture/call_stack.hpp"

#include <clocale>

#include "extension/backend/server.hpp"

namespace schema_audit {

namespace {

constexpr int kMaxLines = 50;

// What one level says for itself: the server joins them to a text that cannot be taken apart again.
char* context_of(const ErrorContextCallback* level) {
  ErrorContextCallback alone = {nullptr, level->callback, level->arg};
  ErrorContextCallback* const all = error_context_stack;
  char* text = nullptr;
  PG_TRY();
  {
    error_context_stack = &alone;
    text = GetErrorContextStack();
  }
  PG_FINALLY();
  { error_context_stack = all; }
  PG_END_TRY();
  return text;
}

// "PL/pgSQL function f() line 3 at SQL statement", "PL/Perl anonymous code block", 'SQL function "f"
// statement 1', but not 'PL/pgSQL assignment "..."'.
bool names_function(std::string_view text) {
  if (text.starts_with("SQL function ") || text.starts_with("processing remote data for ")) return true;
  if (!text.starts_with("PL/")) return false;
  const std::size_t language_end = text.find(' ');
  if (language_end == std::string_view::npos) return false;
  const std::string_view rest = text.substr(language_end);
  return rest.starts_with(" function ") || rest.starts_with(" procedure ") ||
         rest.starts_with(" anonymous code block");
}

// A name may hold a line end, but a level is one line.
void append_line(StringInfo out, char* text) {
  for (char* c = text; *c != '\0'; ++c) {
    if (*c == '\n' || *c == '\r') *c = ' ';
  }
  if (out->len > 0) appendStringInfoChar(out, '\n');
  appendStringInfoString(out, text);
}

}  // namespace

const char* call_stack() {
  if (error_context_stack == nullptr) return nullptr;
  StringInfoData out;
  initStringInfo(&out);
  int lines = 0;
  // Messages are told apart by their English text, and a log does not change its language with its users.
  char* const language = pstrdup(setlocale(LC_MESSAGES, nullptr));
  setlocale(LC_MESSAGES, "C");
  PG_TRY();
  {
    for (const ErrorContextCallback* level = error_context_stack; level != nullptr; level = level->previous) {
      char* text = context_of(level);
      if (text == nullptr || !names_function(text)) continue;
      if (++lines <= kMaxLines) append_line(&out, text);
    }
  }
  PG_FINALLY();
  { setlocale(LC_MESSAGES, language); }
  PG_END_TRY();
  if (lines > kMaxLines) appendStringInfo(&out, "\n... %d more", lines - kMaxLines);
  return lines > 0 ? out.data : nullptr;
}

}  // namespace schema_audit
