#include "core/render/printable.hpp"

#include <algorithm>
#include <cstdint>

#include "core/render/utf8.hpp"

namespace schema_audit {

namespace {

constexpr std::string_view kHex = "0123456789abcdef";

// Unicode's explicit direction marks, separators and invisible formatting that can make a line lie.
bool deceives(std::uint32_t code) {
  return (code >= 0x200bU && code <= 0x200fU) || (code >= 0x2028U && code <= 0x202eU) ||
         (code >= 0x2060U && code <= 0x206fU) || (code >= 0xfff9U && code <= 0xfffbU) ||
         (code >= 0xe0000U && code <= 0xe0fffU) || code == 0xadU || code == 0x061cU || code == 0x180eU ||
         code == 0xfeffU;
}

bool is_control(std::uint32_t code) { return code < 0x20U || (code >= 0x7fU && code < 0xa0U); }

void append_escape(std::string& out, std::uint32_t code) {
  if (code == '\n') {
    out += "\\n";
  } else if (code == '\t') {
    out += "\\t";
  } else if (code == '\r') {
    out += "\\r";
  } else if (code < 0x100U) {
    out += {'\\', 'x', kHex[code >> 4U], kHex[code & 15U]};
  } else {
    out += code < 0x10000U ? "\\u" : "\\U";
    for (unsigned shift = code < 0x10000U ? 16 : 32; shift > 0; shift -= 4)
      out += kHex[(code >> (shift - 4)) & 15U];
  }
}

template <typename Keep>
std::string escape(std::string_view text, const Keep& keep) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Character c = first_character(text);
    if (!c.valid) {
      append_escape(out, static_cast<std::uint8_t>(text.front()));
    } else if (!keep(c.code) && (is_control(c.code) || deceives(c.code))) {
      append_escape(out, c.code);
    } else {
      out += text.substr(0, c.length);
    }
    text.remove_prefix(c.length);
  }
  return out;
}

std::size_t longest_backtick_run(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace

std::string printable(std::string_view text) {
  return escape(text, [](std::uint32_t) { return false; });
}

std::string printable_block(std::string_view text, std::string_view indent) {
  const std::string safe = escape(text, [](std::uint32_t c) { return c == '\n' || c == '\t'; });
  std::string out(indent);
  for (const char c : safe) {
    out += c;
    if (c == '\n') out += indent;
  }
  return out;
}

std::string markdown_text(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else {
      if (std::string_view("\\`*_{}[]()#+-.!|~@:$").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string markdown_code(std::string_view text) {
  const std::string safe = one_line(printable(text));
  const std::string fence(longest_backtick_run(safe) + 1, '`');
  const bool touches = safe.empty() || safe.front() == '`' || safe.back() == '`';
  return fence + (touches ? " " : "") + safe + (touches ? " " : "") + fence;
}

std::string markdown_fence(std::string_view text) {
  const std::string fence(std::max<std::size_t>(longest_backtick_run(text), 2) + 1, '`');
  return fence + "sql\n" + printable_block(text, "") + "\n" + fence + "\n";
}

std::string shortened(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  const auto continues = [&](std::size_t i) { return (static_cast<std::uint8_t>(text[i]) & 0xc0U) == 0x80U; };
  // A character has at most three bytes behind its first; what has more is no UTF-8 and may be cut anywhere.
  std::size_t end = limit;
  while (end > 0 && end + 3 > limit && continues(end)) --end;
  if (continues(end)) end = limit;
  return std::string(text.substr(0, end)) + "...";
}

std::string one_line(std::string_view text) {
  std::string out;
  bool space = false;
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
      space = !out.empty();
    } else {
      if (space) out += ' ';
      space = false;
      out += c;
    }
  }
  return out;
}

}  // namespace schema_audit
