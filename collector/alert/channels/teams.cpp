// Microsoft Teams by a workflow ("When a Teams webhook request is received"), which takes Adaptive Cards
// only.
#include <nlohmann/json.hpp>

#include "collector/alert/channels/http_message.hpp"
#include "collector/alert/channels/wording.hpp"
#include "collector/alert/text_budget.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

using Json = nlohmann::ordered_json;

// The whole message may have 28 KB.
constexpr std::size_t kWhole = 20'000;

Json text_block(const std::string& text, const char* weight = "Default", const char* colour = "Default") {
  return {{"type", "TextBlock"}, {"text", text}, {"wrap", true}, {"weight", weight}, {"color", colour}};
}

const char* colour_of(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return "Attention";
    case Severity::kMajor:
      return "Warning";
    default:
      return "Default";
  }
}

}  // namespace

HttpMessages teams_message(const Notice& notice, const AlertChannelConfig& channel) {
  Json body = Json::array();
  body.push_back(
      text_block(markdown_text(clip_utf16(notice.headline(), 300)), "Bolder", colour_of(notice.severity)));
  std::size_t whole = 0;
  std::size_t left_out = 0;
  for (const NoticeFinding& finding : notice.findings) {
    std::string text =
        severity_mark(finding.severity) + "  " + markdown_text(clip_utf16(finding.sentence, 400));
    if (!finding.by.empty()) text += "\n\nby " + markdown_text(clip_utf16(finding.by, 300));
    if (!finding.advice.empty()) text += "\n\n" + markdown_text(clip_utf16(finding.advice, 300));
    whole += text.size();
    if (whole > kWhole) {
      ++left_out;
      continue;
    }
    body.push_back(text_block(text, "Default", colour_of(finding.severity)));
  }
  const std::string rest = remainder(notice, left_out);
  if (!rest.empty()) body.push_back(text_block(markdown_text(rest)));
  Json card = {{"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
               {"type", "AdaptiveCard"},
               {"version", "1.4"},
               {"body", std::move(body)}};
  if (!notice.link.empty()) {
    const Json action = {{"type", "Action.OpenUrl"}, {"title", kLinkText}, {"url", notice.link}};
    card["actions"] = Json::array({action});
  }
  const Json attachment = {{"contentType", "application/vnd.microsoft.card.adaptive"},
                           {"contentUrl", nullptr},
                           {"content", std::move(card)}};
  const Json json = {{"type", "message"}, {"attachments", Json::array({attachment})}};
  return {{channel.url, json.dump(-1, ' ', false, Json::error_handler_t::replace)}};
}

}  // namespace schema_audit
