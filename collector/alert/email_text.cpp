#include "collector/alert/email_text.hpp"

#include <algorithm>

#include "collector/alert/base64.hpp"
#include "collector/alert/channels/wording.hpp"
#include "core/render/printable.hpp"
#include "core/render/utf8.hpp"

namespace schema_audit {
namespace {

// An encoded word has at most 75 characters, "=?UTF-8?B?" and "?=" among them; four of base64 hold three
// bytes.
constexpr std::size_t kBytesOfWord = 45;

bool is_plain(std::string_view text) {
  return text.find("=?") == std::string_view::npos &&
         std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

std::string html(std::string_view text) {
  std::string result;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string colour(Severity severity) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const std::uint32_t value = severity_colour(severity);
  std::string text = "#";
  for (int shift = 20; shift >= 0; shift -= 4) text += kDigits[(value >> shift) & 0xF];
  return text;
}

}  // namespace

std::string header_text(std::string_view text) {
  std::string line = printable(text);
  if (is_plain(line)) return line;
  std::string result;
  std::string_view left = line;
  while (!left.empty()) {
    std::size_t length = 0;
    while (length < left.size()) {
      const std::size_t next = first_character(left.substr(length)).length;
      if (length + next > kBytesOfWord) break;
      length += next;
    }
    if (!result.empty()) result += " ";
    result += "=?UTF-8?B?" + to_base64(left.substr(0, length)) + "?=";
    left.remove_prefix(length);
  }
  return result;
}

std::string email_plain_text(const Notice& notice) {
  std::string text = notice.headline() + "\r\n";
  for (const NoticeFinding& finding : notice.findings) {
    text += "\r\n" + std::string(to_text(finding.severity)) + ": " + finding.sentence + "\r\n";
    if (!finding.by.empty()) text += "    by " + finding.by + "\r\n";
    if (!finding.statement.empty()) text += "    " + finding.statement + "\r\n";
    if (!finding.advice.empty()) text += "    " + finding.advice + "\r\n";
  }
  const std::string rest = remainder(notice, 0);
  if (!rest.empty()) text += "\r\n" + rest + "\r\n";
  if (!notice.link.empty()) text += "\r\n" + std::string(kLinkText) + ": " + notice.link + "\r\n";
  return text;
}

std::string email_html(const Notice& notice) {
  std::string page =
      "<!DOCTYPE html>\r\n<html><body style=\"font-family: sans-serif\">\r\n<h2 style=\"color: " +
      colour(notice.severity) + "\">" + html(notice.headline()) + "</h2>\r\n";
  for (const NoticeFinding& finding : notice.findings) {
    page += "<p><strong style=\"color: " + colour(finding.severity) + "\">" +
            std::string(to_text(finding.severity)) + "</strong> " + html(finding.sentence);
    if (!finding.by.empty()) page += "<br>\r\nby " + html(finding.by);
    if (!finding.statement.empty()) page += "<br>\r\n<code>" + html(finding.statement) + "</code>";
    if (!finding.advice.empty()) page += "<br>\r\n<em>" + html(finding.advice) + "</em>";
    page += "</p>\r\n";
  }
  const std::string rest = remainder(notice, 0);
  if (!rest.empty()) page += "<p>" + html(rest) + "</p>\r\n";
  if (!notice.link.empty()) page += "<p><a href=\"" + html(notice.link) + "\">" + kLinkText + "</a></p>\r\n";
  return page + "</body></html>\r\n";
}

}  // namespace schema_audit
