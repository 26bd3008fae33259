// Slack's incoming webhooks: https://api.slack.com/messaging/webhooks, blocks of
// https://api.slack.com/reference/block-kit.
#include <nlohmann/json.hpp>

#include "collector/alert/channels/http_message.hpp"
#include "collector/alert/channels/wording.hpp"
#include "collector/alert/text_budget.hpp"

namespace schema_audit {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kHeader = 150;
constexpr std::size_t kSection = 2900;
// Slack refuses a message whose blocks are longer in all, at a limit that it does not document.
constexpr std::size_t kWhole = 12'000;

// For the one text that Slack reads as markup: without this "<!channel>" would wake everybody.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
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
      default:
        result += c;
    }
  }
  return result;
}

// Text in which Slack looks for nothing: no markup, no mentions, no links, no emoji.
Json plain(const std::string& text) { return {{"type", "plain_text"}, {"text", text}, {"emoji", false}}; }

std::string block_of(const NoticeFinding& finding) {
  std::string text = severity_mark(finding.severity) + "  " + clip_utf16(finding.sentence, 400) + "\n";
  if (!finding.by.empty()) text += "by " + clip_utf16(finding.by, 300) + "\n";
  if (!finding.advice.empty()) text += clip_utf16(finding.advice, 300) + "\n";
  return text;
}

}  // namespace

HttpMessages slack_message(const Notice& notice, const AlertChannelConfig& channel) {
  Json blocks = Json::array();
  blocks.push_back({{"type", "header"}, {"text", plain(clip_utf16(notice.headline(), kHeader))}});
  std::size_t whole = 0;
  std::size_t left_out = 0;
  for (const NoticeFinding& finding : notice.findings) {
    const std::string text = clip_utf16(block_of(finding), kSection);
    whole += utf16_length(text);
    if (whole > kWhole || blocks.size() >= 40) {
      ++left_out;
      continue;
    }
    blocks.push_back({{"type", "section"}, {"text", plain(text)}});
  }
  const std::string rest = remainder(notice, left_out);
  if (!rest.empty()) {
    blocks.push_back({{"type", "context"}, {"elements", Json::array({plain(clip_utf16(rest, 300))})}});
  }
  // The one block that is read as markup: nothing of the database is in it, and a link has nothing that ends
  // it.
  if (!notice.link.empty()) {
    blocks.push_back(
        {{"type", "section"},
         {"text", {{"type", "mrkdwn"}, {"text", "<" + escaped(notice.link) + "|" + kLinkText + ">"}}}});
  }
  Json json;
  json["text"] = escaped(notice.headline());
  json["blocks"] = std::move(blocks);
  json["unfurl_links"] = false;
  return {{channel.url, json.dump(-1, ' ', false, Json::error_handler_t::replace)}};
}

}  // namespace schema_audit
