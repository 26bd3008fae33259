// Discord's webhooks: https://discord.com/developers/docs/resources/webhook#execute-webhook
#include <nlohmann/json.hpp>

#include "collector/alert/channels/http_message.hpp"
#include "collector/alert/channels/wording.hpp"
#include "collector/alert/text_budget.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kTitle = 256;
constexpr std::size_t kFieldName = 256;
constexpr std::size_t kFieldValue = 1024;
constexpr std::size_t kMostFields = 24;
constexpr std::size_t kWhole = 6000;  // of all embeds together

}  // namespace

HttpMessages discord_message(const Notice& notice, const AlertChannelConfig& channel) {
  Json fields = Json::array();
  const std::string title = clip_utf16(notice.headline(), kTitle);
  std::size_t whole = utf16_length(title) + 200;  // the rest's own line
  std::size_t left_out = 0;
  for (const NoticeFinding& finding : notice.findings) {
    const std::string name =
        clip_utf16(severity_mark(finding.severity) + "  " + markdown_text(finding.sentence), kFieldName);
    std::string value =
        markdown_text(clip_utf16(finding.by.empty() ? finding.code : "by " + finding.by, 300));
    if (!finding.advice.empty()) value += "\n" + markdown_text(clip_utf16(finding.advice, 200));
    value = clip_utf16(value, kFieldValue);
    whole += utf16_length(name) + utf16_length(value);
    if (whole > kWhole || fields.size() >= kMostFields) {
      ++left_out;
      continue;
    }
    fields.push_back({{"name", name}, {"value", value}});
  }
  Json embed = {{"title", title}, {"color", severity_colour(notice.severity)}, {"fields", std::move(fields)}};
  // The title leads there.
  if (!notice.link.empty()) embed["url"] = notice.link;
  const std::string rest = remainder(notice, left_out);
  if (!rest.empty()) embed["footer"] = {{"text", clip_utf16(rest, 190)}};
  // Nobody is called by a name that happens to be written in a finding.
  const Json json = {{"embeds", Json::array({std::move(embed)})},
                     {"allowed_mentions", {{"parse", Json::array()}}}};
  // Without wait Discord answers before it has looked at the message.
  const char* joint = channel.url.find('?') == std::string::npos ? "?" : "&";
  return {{channel.url + joint + "wait=true", json.dump(-1, ' ', false, Json::error_handler_t::replace)}};
}

}  // namespace schema_audit
