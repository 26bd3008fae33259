#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "collector/alert/channels/http_message.hpp"
#include "collector/alert/channels/wording.hpp"
#include "collector/alert/email_text.hpp"
#include "collector/alert/http_channel_sink.hpp"
#include "collector/alert/notice.hpp"
#include "collector/alert/text_budget.hpp"
#include "test/support/expect_error.hpp"
#include "test/support/http_receiver.hpp"

namespace schema_audit {
namespace {

using Json = nlohmann::json;

// Names that try to be markup, mentions, headers and commands somewhere.
const std::string kHostile =
    "<!channel> @everyone *b* _i_ `c` [x](http://e.example) </b>&amp; \r\nBcc: x@e.example\r\n.\r\n \u202E "
    "\U0001F4A3 \"q\" 'a'";

std::string payload(std::size_t findings, const std::string& severity = "critical") {
  Json list = Json::array();
  for (std::size_t i = 0; i < findings; ++i) {
    list.push_back(
        {{"code", "column.dropped"},
         {"severity", severity},
         {"sentence",
          std::string(i % 2 == 0 ? "" : std::string(280, 'x')) + "column " + kHostile + " was dropped"},
         {"advice", "Restore it " + kHostile},
         {"by", {{"who", "anna " + kHostile}, {"at", "2026-11-21T10:00:00Z"}, {"statement", kHostile}}}});
  }
  const Json report = {{"before", "shop@6"}, {"after", "shop@7"}, {"critical", findings}, {"major", 0},
                       {"minor", 0},         {"findings", list},  {"not_shown", 3}};
  return Json{
      {"type", "schema.changed"},
      {"timestamp", "2026-11-21T10:00:00.000000Z"},
      {"data",
       {{"target", "shop"}, {"environment", "production"}, {"severity", severity}, {"changes", report}}}}
      .dump();
}

AlertChannelConfig channel(const std::string& url = "https://hooks.example.com/key") {
  AlertChannelConfig config;
  config.name = "ops";
  config.url = url;
  config.token = "T0KEN";
  config.chat_id = "-100";
  return config;
}

Json body_of(HttpRenderer renderer, std::size_t findings = 20, const std::string& severity = "critical") {
  return Json::parse(renderer(parse_notice("msg_1", payload(findings, severity)), channel()).at(0).body);
}

TEST(Notice, ReadsThePayloadBack) {
  const Notice notice = parse_notice("msg_1", payload(2));
  EXPECT_EQ(notice.headline(), "CRITICAL production/shop: 2 critical");
  ASSERT_EQ(notice.findings.size(), 2U);
  EXPECT_EQ(notice.findings[0].sentence.find('\n'), std::string::npos);
  EXPECT_EQ(notice.not_shown, 3U);
}

TEST(Notice, SaysWhichCommandShowsAllOfIt) {
  const auto command = [](const Json& data) {
    Json all = data;
    all["target"] = "shop";
    return parse_notice("msg_1", Json{{"type", "x"}, {"data", all}}.dump()).command;
  };
  const Json drift = {{"before", "staging"}, {"after", "shop"}};
  EXPECT_EQ(parse_notice("msg_1", payload(2)).command, "schema-audit diff shop@6 shop@7");
  EXPECT_EQ(command({{"drift", drift}}), "schema-audit drift shop");
  EXPECT_EQ(command({{"changes", {{"before", "shop@6"}, {"after", "shop@7"}}}, {"drift", drift}}),
            "schema-audit diff shop@6 shop@7");
  EXPECT_EQ(command({{"log", Json::object()}}), "schema-audit check shop");
  EXPECT_EQ(command({{"changes", {{"before", "shop at noon"}, {"after", "shop"}}}}),
            "schema-audit trend shop");
  Notice notice = parse_notice("msg_1", payload(2));
  EXPECT_EQ(remainder(notice, 1), "4 more findings: schema-audit diff shop@6 shop@7");
  notice.not_shown = 0;
  EXPECT_EQ(remainder(notice, 0), "all of it: schema-audit diff shop@6 shop@7");
  notice.findings.clear();
  EXPECT_EQ(remainder(notice, 0), "");
}

TEST(Notice, RefusesWhatIsNotOurs) {
  for (const char* text : {"", "[]", "{", "{\"data\": 1}"}) {
    EXPECT_EQ(thrown_by([&] { parse_notice("msg_1", text); }).exit_code, ExitCode::kBadData) << text;
  }
}

TEST(TextBudget, CountsAsJavaScriptDoes) {
  EXPECT_EQ(utf16_length("a\u00E9\u20AC\U0001F4A3"), 5U);
  EXPECT_EQ(clip_utf16("abc", 3), "abc");
  EXPECT_EQ(clip_utf16("abcd", 3), "ab\u2026");
  // A character of two units is never halved.
  EXPECT_EQ(clip_utf16("a\U0001F4A3\U0001F4A3", 3), "a\u2026");
  TextBudget budget(10, 2);
  EXPECT_TRUE(budget.add("12345"));
  EXPECT_FALSE(budget.add("6789"));
  EXPECT_FALSE(budget.add("6"));
  EXPECT_EQ(budget.text(), "12345");
  EXPECT_EQ(budget.left_out(), 2U);
}

TEST(Slack, KeepsTheLimitsAndHasNoMarkup) {
  const Json json = body_of(slack_message);
  std::size_t whole = 0;
  EXPECT_LE(json["blocks"].size(), 50U);
  for (const Json& block : json["blocks"]) {
    const std::string type = block["type"];
    if (type != "section") continue;
    const std::string text = block["text"]["text"];
    whole += utf16_length(text);
    EXPECT_LE(utf16_length(text), 3000U);
    EXPECT_EQ(block["text"]["type"], "plain_text");
    EXPECT_EQ(block["text"]["emoji"], false);
  }
  EXPECT_LE(whole, 13'000U);
  EXPECT_LE(utf16_length(json["blocks"][0]["text"]["text"].get<std::string>()), 150U);
}

TEST(Teams, IsOneAdaptiveCardWithinItsLimit) {
  const HttpMessage message = teams_message(parse_notice("msg_1", payload(20)), channel()).at(0);
  EXPECT_LE(message.body.size(), 28'000U);
  const Json json = Json::parse(message.body);
  EXPECT_EQ(json["attachments"][0]["contentType"], "application/vnd.microsoft.card.adaptive");
  EXPECT_EQ(json["attachments"][0]["content"]["type"], "AdaptiveCard");
}

TEST(Discord, KeepsTheLimitsAndCallsNobody) {
  const Json json = body_of(discord_message);
  const Json& embed = json["embeds"][0];
  std::size_t whole = utf16_length(embed["title"].get<std::string>()) +
                      utf16_length(embed["footer"]["text"].get<std::string>());
  EXPECT_LE(embed["fields"].size(), 25U);
  for (const Json& field : embed["fields"]) {
    const std::string name = field["name"];
    const std::string value = field["value"];
    EXPECT_LE(utf16_length(name), 256U);
    EXPECT_LE(utf16_length(value), 1024U);
    whole += utf16_length(name) + utf16_length(value);
  }
  EXPECT_LE(whole, 6000U);
  EXPECT_TRUE(json["allowed_mentions"]["parse"].empty());
}

TEST(Telegram, KeepsTheLimitAndUsesNoMarkup) {
  const Json json = body_of(telegram_message);
  EXPECT_LE(utf16_length(json["text"].get<std::string>()), 4096U);
  EXPECT_FALSE(json.contains("parse_mode"));
  EXPECT_EQ(json["entities"][0]["length"], utf16_length("CRITICAL production/shop: 20 critical"));
  EXPECT_EQ(
      telegram_message(parse_notice("msg_1", payload(1)), channel("https://api.telegram.org")).at(0).url,
      "https://api.telegram.org/botT0KEN/sendMessage");
}

TEST(PagerDuty, WakesSomebodyOnlyWhenItMatters) {
  const auto url = [](const std::string& severity) {
    return pagerduty_message(parse_notice("msg_1", payload(1, severity)), channel("https://p.example"))
        .at(0)
        .url;
  };
  EXPECT_EQ(url("critical"), "https://p.example/v2/enqueue");
  EXPECT_EQ(url("minor"), "https://p.example/v2/change/enqueue");
  const Json json = body_of(pagerduty_message);
  EXPECT_EQ(json["dedup_key"], "msg_1");
  EXPECT_EQ(json["payload"]["severity"], "critical");
  EXPECT_LE(json.dump().size(), 512U * 1024U);
}

// Drift in each of its states, without changes beside it.
std::string drift_payload(const std::string& state, const std::string& was, std::size_t critical) {
  Json drift = {{"before", "staging"},
                {"after", "shop"},
                {"critical", critical},
                {"major", 0},
                {"minor", 0},
                {"findings", Json::array()},
                {"not_shown", critical},
                {"state", state},
                {"since", "2026-11-20T10:00:00.000000Z"},
                {"incident", "msg_incident"}};
  if (!was.empty()) drift["was"] = was;
  const bool resolved = state == "resolved";
  return Json{{"type", resolved ? "schema.resolved" : "schema.drifted"},
              {"timestamp", "2026-11-21T10:00:00.000000Z"},
              {"data",
               {{"target", "shop"},
                {"environment", "production"},
                {"severity", resolved ? "none" : "critical"},
                {"drift", drift}}}}
      .dump();
}

TEST(Notice, SaysWhatBecameOfDrift) {
  const auto headline = [](const std::string& state, const std::string& was, std::size_t critical) {
    return parse_notice("msg_1", drift_payload(state, was, critical)).headline();
  };
  EXPECT_EQ(headline("detected", "", 2), "CRITICAL production/shop: 2 critical; drift from staging");
  EXPECT_EQ(headline("escalated", "major", 1),
            "CRITICAL production/shop: 1 critical; drift from staging is worse than before (it was major)");
  EXPECT_EQ(headline("reminder", "critical", 1),
            "CRITICAL production/shop: 1 critical; drift from staging is still there, since "
            "2026-11-20T10:00:00.000000Z");
  EXPECT_EQ(headline("resolved", "critical", 0),
            "RESOLVED production/shop: drift from staging is gone (it was critical)");
}

TEST(PagerDuty, ResolvesTheIncidentThatTheDriftWas) {
  const auto messages = [](const std::string& payload) {
    return pagerduty_message(parse_notice("msg_1", payload), channel());
  };
  const Json began = Json::parse(messages(drift_payload("detected", "", 1)).at(0).body);
  EXPECT_EQ(began["event_action"], "trigger");
  const HttpMessages end = messages(drift_payload("resolved", "critical", 0));
  ASSERT_EQ(end.size(), 1U);
  EXPECT_EQ(Json::parse(end[0].body)["event_action"], "resolve");
  EXPECT_EQ(Json::parse(end[0].body)["dedup_key"], began["dedup_key"]);
}

TEST(Alertmanager, EndsWhatIsOverAndKeepsTheRestUntilTheReminder) {
  const auto alerts = [](const std::string& payload) {
    return Json::parse(alertmanager_message(parse_notice("msg_1", payload), channel()).at(0).body);
  };
  const Json began = alerts(drift_payload("detected", "", 1));
  ASSERT_EQ(began.size(), 1U);
  EXPECT_EQ(began[0]["endsAt"], "2026-11-22T12:00:00.000000Z");
  const Json worse = alerts(drift_payload("escalated", "major", 1));
  ASSERT_EQ(worse.size(), 2U);
  EXPECT_EQ(worse[0]["labels"]["severity"], "major");
  EXPECT_EQ(worse[0]["endsAt"], worse[0]["startsAt"]);
  const Json end = alerts(drift_payload("resolved", "critical", 0));
  ASSERT_EQ(end.size(), 1U);
  EXPECT_EQ(end[0]["labels"], began[0]["labels"]);
  EXPECT_EQ(end[0]["endsAt"], end[0]["startsAt"]);
}

TEST(Alertmanager, HasNothingThatChangesInItsLabels) {
  EXPECT_EQ(body_of(alertmanager_message, 1)[0]["labels"], body_of(alertmanager_message, 2)[0]["labels"]);
}

TEST(Email, HeadersHoldNoSecondHeader) {
  const std::string text = header_text("a\r\nBcc: x@e.example \u00E9");
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_TRUE(text.starts_with("=?UTF-8?B?"));
  EXPECT_EQ(header_text("plain"), "plain");
  // A text that looks like an encoded word must not be read as one.
  EXPECT_TRUE(header_text("=?UTF-8?B?eA==?=").starts_with("=?UTF-8?B?PT9"));
  for (const std::string& word : {header_text(std::string(300, 'x') + "\u00E9")}) {
    std::size_t begin = 0;
    while (begin < word.size()) {
      const std::size_t end = std::min(word.find(' ', begin), word.size());
      EXPECT_LE(end - begin, 75U);
      begin = end + 1;
    }
  }
}

TEST(Email, HtmlHoldsNoMarkupOfTheFinding) {
  const std::string page = email_html(parse_notice("msg_1", payload(1)));
  EXPECT_EQ(page.find("</b>"), std::string::npos);
  EXPECT_NE(page.find("&lt;!channel&gt;"), std::string::npos);
}

struct AnswerCase {
  std::string answer;
  std::string body;
  SendResult::Status status;
  long retry_after;
};

class ChannelAnswer : public testing::TestWithParam<AnswerCase> {};

TEST_P(ChannelAnswer, Means) {
  HttpReceiver receiver;
  receiver.answer_with(GetParam().answer, GetParam().body);
  HttpChannelSink sink(channel(receiver.url("/canary")), slack_message);
  const SendResult result = sink.send({"msg_1", payload(1), ""});
  EXPECT_EQ(result.status, GetParam().status);
  EXPECT_EQ(result.retry_after ? result.retry_after->count() : 0, GetParam().retry_after);
  EXPECT_EQ(result.error.find("canary"), std::string::npos) << result.error;
}

INSTANTIATE_TEST_SUITE_P(
    All, ChannelAnswer,
    testing::Values(AnswerCase{"200 OK", "ok", SendResult::Status::kDelivered, 0},
                    AnswerCase{"400 Bad", "invalid_payload", SendResult::Status::kRefused, 0},
                    AnswerCase{"404 Not Found", "no_service", SendResult::Status::kGone, 0},
                    AnswerCase{"429 Slow\r\nRetry-After: 7", "", SendResult::Status::kDown, 7},
                    AnswerCase{"429 Slow", R"({"retry_after": 0.65})", SendResult::Status::kDown, 1},
                    AnswerCase{"429 Slow", R"({"parameters": {"retry_after": 12}})",
                               SendResult::Status::kDown, 12},
                    AnswerCase{"429 Slow", R"({"retry_after": 1e300})", SendResult::Status::kDown, 0},
                    AnswerCase{"429 Slow", "[", SendResult::Status::kDown, 0},
                    AnswerCase{"500 Broken", "", SendResult::Status::kDown, 0}));

}  // namespace
}  // namespace schema_audit
