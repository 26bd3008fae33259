// Where an alert leads.
#include "collector/alert/link.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "collector/alert/channels/http_message.hpp"
#include "collector/alert/channels/wording.hpp"
#include "collector/alert/email_text.hpp"
#include "collector/alert/notice.hpp"
#include "collector/alert/syslog_sink.hpp"
#include "collector/run/alert_message.hpp"

namespace schema_audit {
namespace {

using Json = nlohmann::json;

const std::string kPattern =
    "https://reports.example.com/{environment}/{target}?at={snapshot}&id={alert}#{severity}";

std::string payload(const std::string& target = "shop", int snapshot = 7) {
  const Json finding = {
      {"code", "table.dropped"}, {"severity", "critical"}, {"sentence", "table a was dropped"}};
  Json data = {
      {"target", target},
      {"environment", "production"},
      {"severity", "critical"},
      {"changes",
       {{"before", "shop@6"}, {"after", "shop@7"}, {"critical", 1}, {"findings", Json::array({finding})}}}};
  if (snapshot > 0) data["snapshot"] = snapshot;
  return Json{{"type", "schema.changed"}, {"timestamp", "2026-11-21T10:00:00.000000Z"}, {"data", data}}
      .dump();
}

const std::string kLink = "https://reports.example.com/production/shop?at=7&id=msg_1#critical";

Notice notice() { return parse_notice("msg_1", with_link(payload(), kPattern, "msg_1")); }

Json body_of(HttpRenderer renderer) {
  AlertChannelConfig channel;
  channel.url = "https://hooks.example.com/key";
  return Json::parse(renderer(notice(), channel).at(0).body);
}

TEST(Link, TakesWhatTheAlertIsAbout) {
  EXPECT_EQ(notice().link, kLink);
  EXPECT_EQ(parse_notice("m", with_link(payload("shop", 0), "http://r/{snapshot}", "m")).link,
            "http://r/latest")
      << "what is told of a log has no snapshot";
  EXPECT_EQ(parse_notice("msg_1", payload()).link, "");
}

TEST(Link, EncodesWhatWouldMeanSomething) {
  EXPECT_EQ(fill_link("https://h/{target}", {"", "a/b?c#d&e=f g\"<>'\\\n\xC3\xA9%2e", "", "", ""}),
            "https://h/a%2Fb%3Fc%23d%26e%3Df%20g%22%3C%3E%27%5C%0A%C3%A9%252e");
  const std::string hostile = "../..@evil.example|x>)(*{alert}";
  const std::string link = fill_link("https://h/{target}/end", {"id", hostile, "", "", ""});
  EXPECT_EQ(link, "https://h/..%2F..%40evil.example%7Cx%3E%29%28%2A%7Balert%7D/end");
  EXPECT_TRUE(is_link(link));
}

TEST(Link, RefusesWhatIsNone) {
  EXPECT_FALSE(link_problem(kPattern));
  EXPECT_FALSE(link_problem("http://[::1]:8080/"));
  EXPECT_EQ(*link_problem("https://h/{targt}"),
            "there is no {targt}; there are {alert} {target} {environment} {severity} {snapshot}");
  for (const char* broken : {"https://h/{target", "https://h/target}", "https://h/}{"})
    EXPECT_EQ(*link_problem(broken), "a brace without its counterpart") << broken;
  for (const char* none : {"", "h/{target}", "javascript:alert(1)", "https://", "https:///x", "https://h/a b",
                           "https://h/\"", "https://h/<", "https://h/\n", "https://h/)", "ftp://h/"}) {
    EXPECT_NE(link_problem(none).value_or("").find("expected an address"), std::string::npos) << none;
  }
  EXPECT_TRUE(link_problem("https://h/" + std::string(500, 'x')));
}

// A store may be written to by others.
TEST(Link, IsNotFollowedWhereverItLeads) {
  for (const char* wrong :
       {"javascript:alert(1)", "https://h/><script>", "https://h/|x>", "https://h/ x", ""}) {
    Json json = Json::parse(payload());
    json["data"]["link"] = wrong;
    EXPECT_EQ(parse_notice("m", json.dump()).link, "") << wrong;
  }
}

TEST(Link, IsInEveryChannel) {
  EXPECT_EQ(body_of(slack_message)["blocks"].back()["text"]["text"],
            "<https://reports.example.com/production/shop?at=7&amp;id=msg_1#critical|Open the report>");
  EXPECT_EQ(body_of(teams_message)["attachments"][0]["content"]["actions"][0]["url"], kLink);
  EXPECT_EQ(body_of(discord_message)["embeds"][0]["url"], kLink);
  const Json telegram = body_of(telegram_message);
  const Json& entity = telegram["entities"][1];
  EXPECT_EQ(entity["url"], kLink);
  EXPECT_EQ(telegram["text"].get<std::string>().substr(telegram["text"].get<std::string>().rfind('\n') + 1),
            kLinkText);
  EXPECT_EQ(body_of(pagerduty_message)["links"][0]["href"], kLink);
  EXPECT_EQ(body_of(alertmanager_message)[0]["generatorURL"], kLink);
  EXPECT_NE(email_plain_text(notice()).find("\r\nOpen the report: " + kLink + "\r\n"), std::string::npos);
  EXPECT_NE(
      email_html(notice()).find("<a href=\"https://reports.example.com/production/shop?at=7&amp;id=msg_1"
                                "#critical\">Open the report</a>"),
      std::string::npos);
  EXPECT_NE(SyslogSink().preview({"msg_1", with_link(payload(), kPattern, "msg_1"), ""}).find(kLink),
            std::string::npos);
}

TEST(Link, IsNowhereWithoutOne) {
  for (HttpRenderer renderer : {slack_message, teams_message, discord_message, telegram_message,
                                pagerduty_message, alertmanager_message}) {
    const std::string body = renderer(parse_notice("msg_1", payload()), AlertChannelConfig()).at(0).body;
    EXPECT_EQ(body.find("Open the report"), std::string::npos) << body;
    EXPECT_EQ(body.find("generatorURL"), std::string::npos) << body;
  }
}

}  // namespace
}  // namespace schema_audit
