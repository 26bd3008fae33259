// Telegram's sendMessage: https://core.telegram.org/bots/api#sendmessage. Formatting is given as entities
// beside the text, so that nothing in the text can be taken for markup.
#include <nlohmann/json.hpp>

#include "collector/alert/channels/http_message.hpp"
#include "collector/alert/channels/wording.hpp"
#include "collector/alert/text_budget.hpp"

namespace schema_audit {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kText = 4096;
constexpr std::size_t kReserve = 200;
constexpr std::size_t kReserveForLink = 20;

}  // namespace

HttpMessages telegram_message(const Notice& notice, const AlertChannelConfig& channel) {
  TextBudget budget(kText, kReserve + kReserveForLink);
  const std::string headline = clip_utf16(notice.headline(), 300);
  budget.add(headline);
  for (const NoticeFinding& finding : notice.findings) {
    std::string block = "\n\n" + severity_mark(finding.severity) + "  " + clip_utf16(finding.sentence, 400);
    if (!finding.by.empty()) block += "\nby " + clip_utf16(finding.by, 300);
    if (!finding.advice.empty()) block += "\n" + clip_utf16(finding.advice, 300);
    budget.add(block);
  }
  std::string text = budget.text();
  const std::string rest = remainder(notice, budget.left_out());
  if (!rest.empty()) text += "\n\n" + clip_utf16(rest, kReserve - 4);
  Json entities = Json::array({{{"type", "bold"}, {"offset", 0}, {"length", utf16_length(headline)}}});
  if (!notice.link.empty()) {
    text += "\n\n";
    entities.push_back({{"type", "text_link"},
                        {"offset", utf16_length(text)},
                        {"length", utf16_length(kLinkText)},
                        {"url", notice.link}});
    text += kLinkText;
  }
  Json json;
  json["chat_id"] = channel.chat_id;
  json["text"] = text;
  json["entities"] = std::move(entities);
  json["link_preview_options"] = {{"is_disabled", true}};
  json["disable_notification"] = notice.severity < Severity::kMajor;
  return {{channel.url + "/bot" + channel.token + "/sendMessage",
           json.dump(-1, ' ', false, Json::error_handler_t::replace)}};
}

}  // namespace schema_audit
