#include "collector/config/config.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>

#include "collector/config/load.hpp"
#include "collector/config/template.hpp"
#include "collector/log/secrets.hpp"
#include "test/support/expect_error.hpp"
#include "test/support/fake_environment.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

const Environment kEnvironment =
    fake_environment({{"HOME", "/home/op"},
                      {"PW", "config-canary5e1db1rd p@ss/word' sslmode=disable"},
                      {"URL_PW", "config-canary5e1db1rd-url"},
                      {"PROD_URL", "postgresql://u:config-canary5e1db1rd-whole@h/db"},
                      {"BROKEN_URL", "postgresql://u:config-canary5e1db1rd-broken@[h/db"},
                      {"SECRET", "config-canary5e1db1rd-secret"},
                      {"OPS_WEBHOOK_URL", "https://hooks.example.com/T0/canary5e1db1rd-path"},
                      {"OPS_WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
                      {"REPORTING_PASSWORD", "config-canary5e1db1rd-reporting"},
                      {"YAML", "x, evil: true"}});

constexpr const char* kTarget = "targets: [{name: a, environment: e, connection: dbname=x}]\n";

Config parse(const std::string& text) { return parse_config(text, "/etc/sa/c.yaml", kEnvironment); }

Thrown refused(const std::string& text) {
  return thrown_by([&] { parse(text); });
}

std::string parameter(const TargetConfig& target, const std::string& keyword) {
  for (const ConnectionParameter& p : target.connection.parameters) {
    if (p.keyword == keyword) return p.value;
  }
  return "(none)";
}

Config one_connection(const std::string& connection) {
  return parse("targets:\n  - name: a\n    environment: e\n    connection: " + connection + "\n");
}

TEST(Config, KnowsTheCodesOfEntries) {
  const Config config = parse(std::string(kTarget) +
                              "severity: [{code: entry.vanished, severity: minor}]\n"
                              "ignore: [{code: entry.appeared}, {code: entry.*}]\n");
  EXPECT_EQ(config.severity.at(0).which.code, "entry.vanished");
  EXPECT_NE(refused(std::string(kTarget) + "ignore: [{code: entry.gone}]\n").message.find("there is no code"),
            std::string::npos);
}

TEST(Config, ReadsEverything) {
  const Config config = parse(R"(
store: /var/lib/sa/store.db
targets:
  - name: production
    environment: production
    reference: staging.eu-1
    connection: {host: db1, port: 5433, dbname: app, user: audit, password: "${PW}", sslmode: verify-full}
  - name: staging.eu-1
    environment: staging
    connection: service=staging
ignore:
  - {kind: table, schema: public, name: tmp_*, reason: scratch}
  - schema: cron
alerts:
  - name: ops
    type: webhook
    url: https://hooks.example.com/services/x
    secret: ${SECRET}
    min_severity: minor
    environments: [production]
timeouts: {connect: 3s, statement: 2min, lock: 500ms}
log: {level: debug}
keep: {events_days: 730, snapshots_days: 365, backup_retention_days: 7, backup_directory: safe}
)");
  EXPECT_EQ(config.store, "/var/lib/sa/store.db");
  ASSERT_EQ(config.targets.size(), 2U);
  EXPECT_EQ(config.targets[0].reference, "staging.eu-1");
  EXPECT_EQ(config.targets[0].mark.line, 4);
  EXPECT_EQ(parameter(config.targets[0], "port"), "5433");
  EXPECT_EQ(parameter(config.targets[0], "password"), "config-canary5e1db1rd p@ss/word' sslmode=disable");
  EXPECT_EQ(parameter(config.targets[1], "service"), "staging");
  ASSERT_EQ(config.ignore.size(), 4U);
  EXPECT_TRUE(config.ignore[0].built_in);
  EXPECT_EQ(config.ignore[2].rule.name, "tmp_*");
  EXPECT_EQ(config.ignore[2].reason, "scratch");
  EXPECT_EQ(config.ignore[3].reason, "ignored by /etc/sa/c.yaml:13");
  ASSERT_EQ(config.alerts.size(), 1U);
  EXPECT_EQ(config.alerts[0].secret, "config-canary5e1db1rd-secret");
  EXPECT_EQ(config.alerts[0].min_severity, Severity::kMinor);
  EXPECT_EQ(config.timeouts.connect_ms, 3000);
  EXPECT_EQ(config.timeouts.statement_ms, 120000);
  EXPECT_EQ(config.timeouts.lock_ms, 500);
  EXPECT_EQ(config.log.level, "debug");
  EXPECT_EQ(config.keep.events_days, 730);
  EXPECT_EQ(config.keep.snapshots_days, 365);
  EXPECT_EQ(config.keep.reports_days, 0);
  EXPECT_EQ(config.keep.deliveries_days, 90);
  EXPECT_EQ(config.keep.backup_retention_days, 7);
  EXPECT_EQ(config.keep.backup_directory, "/etc/sa/safe");
}

TEST(Config, ManyDatabasesAndScopes) {
  const Config config = parse(R"(
targets:
  - {name: apps, environment: e, connection: dbname=x, databases: ["app_*", "!app_test"], reference: before}
  - {name: before, environment: e, connection: dbname=x, databases: ["*"]}
  - {name: one, environment: e, connection: dbname=x, reference: before.orders,
     schemas: [app, "!app_old"], kinds: [table, view, "!index"]}
run: {pool_size: 2, max_overflow: 0, pool_timeout: 5s, pool_recycle: 1min}
)");
  EXPECT_EQ(config.targets[0].databases, (std::vector<std::string>{"app_*", "!app_test"}));
  EXPECT_TRUE(config.targets[0].scope.is_everything());
  EXPECT_TRUE(config.targets[2].databases.empty());
  EXPECT_EQ(config.targets[2].scope.schemas, (std::vector<std::string>{"app", "!app_old"}));
  EXPECT_EQ(config.targets[2].scope.kinds, (std::vector<std::string>{"table", "view", "!index"}));
  EXPECT_EQ(config.run.pool_size, 2);
  EXPECT_EQ(config.run.max_overflow, 0);
  EXPECT_EQ(config.run.pool_timeout_ms, 5'000);
  EXPECT_EQ(config.run.pool_recycle_ms, 60'000);
}

TEST(Config, HasDefaults) {
  const Config config = parse(kTarget);
  EXPECT_EQ(config.store, "/home/op/.local/state/schema_audit/store.db");
  EXPECT_EQ(config.ignore.size(), 2U);
  EXPECT_TRUE(config.alerts.empty());
  EXPECT_EQ(config.log.level, "info");
  EXPECT_EQ(config.keep.events_days, 0);
  EXPECT_EQ(config.keep.backup_directory, "/home/op/.local/state/schema_audit/backups");
}

TEST(Config, PathsAreRelativeToTheFile) {
  const Config config = parse(
      "store: data/store.db\ntargets: [{name: a, environment: e, connection: {dbname: x, password_file: "
      "pw}}]");
  EXPECT_EQ(config.store, "/etc/sa/data/store.db");
  EXPECT_EQ(config.targets[0].connection.password_file, "/etc/sa/pw");
}

struct BadConfig {
  std::string text;
  std::string message;
};

class Refuses : public testing::TestWithParam<BadConfig> {};

TEST_P(Refuses, WithOneClearLine) {
  const Thrown thrown = refused(GetParam().text);
  EXPECT_EQ(thrown.exit_code, ExitCode::kConfig);
  EXPECT_EQ(thrown.message, "/etc/sa/c.yaml" + GetParam().message);
  EXPECT_EQ(thrown.message.find('\n'), std::string::npos);
}

const std::string kTop = kTarget;

INSTANTIATE_TEST_SUITE_P(
    All, Refuses,
    testing::Values(
        BadConfig{"", ": is empty; write one with schema-audit init"},
        BadConfig{"# nothing\n", ": is empty; write one with schema-audit init"},
        BadConfig{"just text", ":1:1: expected a mapping (key: value), found text"},
        BadConfig{kTop + "storre: x\n", ":2:1: unknown key \"storre\"; did you mean \"store\"?"},
        BadConfig{kTop + "zzz: x\n",
                  ":2:1: unknown key \"zzz\"; known keys: store, ignore, severity, renames, alerts, "
                  "timeouts, run, log, keep, "
                  "check, daemon, "
                  "targets"},
        BadConfig{kTop + "\"a\\nb\": x\n",
                  ":2:1: unknown key \"a\\nb\"; known keys: store, ignore, severity, renames, alerts, "
                  "timeouts, run, log, keep, "
                  "check, daemon, "
                  "targets"},
        BadConfig{"target: []\n", ":1:1: unknown key \"target\"; did you mean \"targets\"?"},
        BadConfig{"store: /x\n", ":1:1: key \"targets\" is missing"},
        BadConfig{"targets: []\n", ":1:10: targets: at least one is needed"},
        BadConfig{"targets: x\n", ":1:10: targets: expected a list, found text"},
        BadConfig{"targets:\n  - name: a\n    enviroment: e\n    connection: dbname=x\n",
                  ":3:5: targets[1]: unknown key \"enviroment\"; did you mean \"environment\"?"},
        BadConfig{"targets:\n  - name: a\n    environment: e\n",
                  ":2:5: targets[1]: key \"connection\" is missing"},
        BadConfig{"targets:\n  - name: [a]\n", ":2:11: targets[1].name: expected text, found a list"},
        BadConfig{"targets:\n  - name:\n", ":2:5: targets[1].name: expected text, found nothing"},
        BadConfig{"targets: [{name: a@1, environment: e, connection: dbname=x}]",
                  ":1:18: targets[1].name: \"a@1\" is not a name: up to 100 letters, digits, _ . and - are "
                  "allowed"},
        BadConfig{"targets:\n  - {name: a, environment: e, connection: dbname=x}\n"
                  "  - {name: a, environment: f, connection: dbname=y}\n",
                  ":3:5: target \"a\" is given twice, first in line 2"},
        BadConfig{
            "targets: [{name: prod, environment: e, reference: prdo, connection: dbname=x}]",
            ":1:11: target \"prod\": reference \"prdo\" is not the name of a target; did you mean \"prod\"?"},
        BadConfig{"targets: [{name: a, environment: e, reference: a, connection: dbname=x}]",
                  ":1:11: target \"a\" is its own reference"},
        BadConfig{"targets: [{name: a, environment: e, connection: dbname=x, databases: []}]",
                  ":1:11: target \"a\": databases is empty; [\"*\"] stands for all"},
        BadConfig{"targets: [{name: a, environment: e, connection: dbname=x, databases: [\"!\"]}]",
                  ":1:70: targets[1].databases: a pattern must not be empty"},
        BadConfig{
            "targets: [{name: a123456789b123456789c123456789d123456, environment: e, connection: dbname=x, "
            "databases: [x]}]",
            ":1:11: target \"a123456789b123456789c123456789d123456\" has databases: its name may have up to "
            "36 bytes"},
        BadConfig{"targets:\n  - {name: a, environment: e, connection: dbname=x, databases: [x]}\n"
                  "  - {name: a.x, environment: e, connection: dbname=x}\n",
                  ":3:5: target \"a.x\": names that begin so are those of another target's databases"},
        BadConfig{"targets:\n  - {name: a, environment: e, connection: dbname=x, databases: [x]}\n"
                  "  - {name: b, environment: e, connection: dbname=x, reference: a}\n",
                  ":3:5: target \"b\": reference \"a\" stands for many databases; name one of them, as in "
                  "\"a.DATABASE\""},
        BadConfig{"targets: [{name: a, environment: e, connection: dbname=x, kinds: [tabel]}]",
                  ":1:66: targets[1].kinds: there is no kind \"tabel\"; did you mean \"table\"?"},
        BadConfig{"targets: [{name: a, environment: e, connection: dbname=x, kinds: [index]}]",
                  ":1:66: targets[1].kinds: the kind index is a part of an object and comes with it; "
                  "\"!index\" leaves it out"},
        BadConfig{kTop + "run: {pool_size: 0, max_overflow: 0}\n",
                  ":2:6: run: pool_size and max_overflow leave no connection at all"},
        BadConfig{kTop + "store: /a\nlog: {}\nstore: /b\n",
                  ":4:1: key \"store\" is given twice, first in line 2"},
        BadConfig{kTop + "log: &x {level: info}\n",
                  ":2:6: anchors (&name) are not supported; write the value out"},
        BadConfig{kTop + "log: *x\n", ":2:6: not valid YAML: the referenced anchor is not defined"},
        BadConfig{kTop + "log: !!map {level: info}\n",
                  ":2:6: tags (tag:yaml.org,2002:map) are not supported"},
        BadConfig{kTop + "[a]: b\n", ":2:1: a key must be plain text"},
        BadConfig{kTop + "---\nstore: /b\n", ":3:1: a second YAML document starts here; only one is read"},
        BadConfig{kTop + "log: {level: loud}\n",
                  ":2:14: log.level: expected one of debug, info, warning, error, off; found \"loud\""},
        BadConfig{kTop + "timeouts: {lock: 5}\n",
                  ":2:18: timeouts.lock: expected a duration such as 500ms, 10s, 5min or 1h, found \"5\""},
        BadConfig{
            kTop + "timeouts: {lock: 99999999h}\n",
            ":2:18: timeouts.lock: expected a duration such as 500ms, 10s, 5min or 1h, found \"99999999h\""},
        BadConfig{kTop + "keep: {events_days: 0}\n",
                  ":2:21: keep.events_days: expected days, from 1 to 36500, found \"0\""},
        BadConfig{kTop + "keep: {events_days: 2 years}\n",
                  ":2:21: keep.events_days: expected days, from 1 to 36500, found \"2 years\""},
        BadConfig{kTop + "keep: {backup_directory: \"\"}\n",
                  ":2:26: keep.backup_directory: must not be empty"},
        BadConfig{kTop + "timeouts: {lock: 0s}\n", ":2:11: timeouts: must be longer than zero"},
        BadConfig{kTop + "store: ${NOPE}\n", ":2:8: store: environment variable NOPE is not set"},
        BadConfig{kTop + "store: ${NOPE:?say where}\n", ":2:8: store: environment variable NOPE: say where"},
        BadConfig{kTop + "ignore: [{reason: x}]\n",
                  ":2:10: ignore[1]: at least one of code, kind, schema and name is needed"},
        BadConfig{kTop + "alerts: [{name: a, type: mail, url: https://x}]\n",
                  ":2:26: alerts[1].type: expected one of webhook, slack, teams, discord, telegram, "
                  "pagerduty, alertmanager, email, syslog, "
                  "command; found \"mail\""},
        BadConfig{kTop + "alerts: [{name: a, type: webhook, url: http://x.example.com/secret}]\n",
                  ":2:40: alerts[1].url: http would send the alert in clear text; use https, or set "
                  "allow_http: true"},
        BadConfig{kTop + "alerts: [{name: a, type: webhook, url: https://x, secret: plain}]\n",
                  ":2:59: alerts[1].secret: a secret must not be written in this file; use a variable as in "
                  "${WEBHOOK_SECRET}"},
        BadConfig{kTop + "alerts: [{name: a, type: webhook, url: https://x, allow_http: yes}]\n",
                  ":2:63: alerts[1].allow_http: expected one of true, false; found \"yes\""},
        BadConfig{kTop + "alerts: [{name: a, type: webhook, url: https://x, environments: [f]}]\n",
                  ":2:10: alert channel \"a\": no target is in environment \"f\""},
        BadConfig{kTop + "alerts: [{name: a, type: webhook, url: https://x},\n"
                         "  {name: a, type: webhook, url: https://y}]\n",
                  ":3:3: alert channel \"a\" is given twice, first in line 2"}));

TEST(Config, RefusesWhatIsNoText) {
  EXPECT_NE(refused(std::string("a\0b", 3)).message.find("zero byte"), std::string::npos);
  EXPECT_NE(refused(std::string(2U << 20U, ' ')).message.find("1 MiB"), std::string::npos);
  EXPECT_EQ(refused(std::string(100000, '[')).exit_code, ExitCode::kConfig);
  EXPECT_NE(refused("a: " + std::string(40, '[') + std::string(40, ']')).message.find("nested too deeply"),
            std::string::npos);
  EXPECT_EQ(refused("a: [1\n").message, "/etc/sa/c.yaml:2:1: not valid YAML: end of sequence flow not found");
}

TEST(Config, AVariableIsNeverReadAsYaml) {
  const Config config = parse("targets: [{name: a, environment: e, connection: {dbname: \"${YAML}\"}}]");
  EXPECT_EQ(parameter(config.targets[0], "dbname"), "x, evil: true");
}

TEST(ConnectionSection, TakesAStringAUriAndAMapping) {
  for (const std::string text : {"host=h dbname=d", "postgresql://h/d", "{host: h, dbname: d}"}) {
    const Config config = one_connection(text);
    EXPECT_EQ(parameter(config.targets[0], "host"), "h") << text;
    EXPECT_EQ(parameter(config.targets[0], "dbname"), "d") << text;
  }
}

TEST(ConnectionSection, PutsVariablesInAfterTheStringIsParsed) {
  for (const std::string text : {"postgresql://u:${PW}@h/d", "host=h user=u dbname=d password=${PW}"}) {
    const Config config = one_connection("'" + text + "'");
    EXPECT_EQ(parameter(config.targets[0], "password"), "config-canary5e1db1rd p@ss/word' sslmode=disable")
        << text;
    EXPECT_EQ(parameter(config.targets[0], "host"), "h") << text;
    EXPECT_EQ(parameter(config.targets[0], "sslmode"), "verify-full") << text;
  }
  const Config whole = one_connection("${PROD_URL}");
  EXPECT_EQ(parameter(whole.targets[0], "password"), "config-canary5e1db1rd-whole");
}

TEST(ConnectionSection, RefusesAPasswordInTheFileWithoutRepeatingIt) {
  for (const std::string text :
       {"postgresql://u:hunter22@h/d", "host=h password=hunter22", "{host: h, password: hunter22}",
        "'{host: h}postgresql://u:hunter22@h'", "{host: h, password: '${NOPE:-hunter22}'}",
        "'postgresql://u:${NOPE:-hunter22}@h/d'", "'postgresql://u:hunter22${URL_PW}@h/d'",
        "{host: h, sslpassword: hunter22}"}) {
    const Thrown thrown = thrown_by([&] { one_connection(text); });
    EXPECT_EQ(thrown.exit_code, ExitCode::kConfig) << text;
    EXPECT_EQ(thrown.message.find("hunter22"), std::string::npos) << thrown.message;
    EXPECT_TRUE(thrown.message.starts_with("/etc/sa/c.yaml:4:")) << thrown.message;
  }
}

TEST(ConnectionSection, DoesNotShowABrokenStringFromTheEnvironment) {
  const Thrown thrown = thrown_by([&] { one_connection("${BROKEN_URL}"); });
  EXPECT_EQ(thrown.exit_code, ExitCode::kConfig) << thrown.message;
  EXPECT_EQ(thrown.message.find("config-canary5e1db1rd-broken"), std::string::npos) << thrown.message;
}

TEST(ConnectionSection, NamesTheNearestParameter) {
  const Thrown thrown = thrown_by([] { one_connection("{hots: h}"); });
  EXPECT_EQ(
      thrown.message,
      "/etc/sa/c.yaml:4:18: targets[1].connection: libpq has no parameter \"hots\"; did you mean \"host\"?");
}

TEST(ConnectionSection, MakesSecretsKnown) {
  one_connection("'postgresql://u:${URL_PW}@h/d'");
  EXPECT_EQ(hide_secrets("it is config-canary5e1db1rd-url!"), "it is ***!");
}

TEST(Config, FindsATargetOrNamesTheNearest) {
  const Config config = parse("targets: [{name: production, environment: e, connection: dbname=x}]");
  EXPECT_EQ(config.target("production").environment, "e");
  const Thrown thrown = thrown_by([&] { static_cast<void>(config.target("prodution")); });
  EXPECT_EQ(thrown.exit_code, ExitCode::kUsage);
  EXPECT_EQ(thrown.message, "no target \"prodution\" in /etc/sa/c.yaml; did you mean \"production\"?");
  EXPECT_EQ(thrown_by([&] { static_cast<void>(config.target("\x1b[1m")); }).message,
            "no target \"\\x1b[1m\" in /etc/sa/c.yaml; it has production");
}

TEST(Template, LoadsAsItIsAndWithEverythingSwitchedOn) {
  const Config plain = parse(std::string(config_template()));
  EXPECT_EQ(plain.targets.size(), 1U);
  std::istringstream lines{std::string(config_template())};
  std::string all;
  for (std::string line; std::getline(lines, line);) {
    const bool prose = line == "#" || (line.starts_with("# ") && !line.starts_with("#  "));
    const bool example = line.starts_with("#     ") && line.find("schema-audit check") != std::string::npos;
    all += (line.starts_with('#') && !prose && !example ? line.substr(1) : line) + "\n";
  }
  const Config config = parse(all);
  EXPECT_EQ(config.targets.size(), 4U);
  EXPECT_EQ(config.targets[0].reference, "staging");
  EXPECT_EQ(config.alerts.size(), 1U);
  EXPECT_EQ(config.ignore.size(), 4U);
}

TEST(FindConfig, GoesThroughThePlacesInOrder) {
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory / "schema_audit");
  const auto file = directory.write("schema_audit/schema_audit.yaml", kTarget);
  std::map<std::string, std::string, std::less<>> variables = {
      {"XDG_CONFIG_HOME", directory.path().string()}};
  EXPECT_EQ(find_config(std::nullopt, fake_environment(variables)), file);
  variables["SCHEMA_AUDIT_CONFIG"] = "/named.yaml";
  EXPECT_EQ(find_config(std::nullopt, fake_environment(variables)), "/named.yaml");
  EXPECT_EQ(find_config("flag.yaml", fake_environment(variables)), "flag.yaml");
}

TEST(LoadConfig, SaysWhyAFileCannotBeRead) {
  const TemporaryDirectory directory;
  const auto load = [&](const std::filesystem::path& file) {
    return thrown_by([&] { load_config(file, kEnvironment); }).message;
  };
  EXPECT_NE(load(directory / "none.yaml").find("none.yaml: cannot read: No such file"), std::string::npos);
  EXPECT_NE(load(directory.path()).find("not a regular file"), std::string::npos);
  const auto fifo = directory / "fifo";
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_NE(load(fifo).find("not a regular file"), std::string::npos);
  const auto open_file = directory.write("open.yaml", kTarget);
  ASSERT_EQ(chmod(open_file.c_str(), 0666), 0);
  EXPECT_NE(load(open_file).find("everyone on this machine may write it"), std::string::npos);
  ASSERT_EQ(chmod(open_file.c_str(), 0600), 0);
  EXPECT_EQ(load(open_file), "");
}

TEST(Config, ReadsHowToGoAboutARun) {
  const Config config = parse(R"(
run: {parallel: 32, parallel_per_server: 3, max_execution_time: 4min, target_max_execution_time: 30s, retries: 0,
      retry_delay: 500ms, jitter: 10s, allowed_hours: "20:00-06:00 Europe/Berlin", pause_file: pause}
log: {file: audit.log, max_size_mb: 20, backup_count: 2, format: json}
targets:
  - {name: a, environment: e, connection: dbname=x, allowed_hours: "01:00-02:00", max_execution_time: 1min}
)");
  EXPECT_EQ(config.run.parallel, 32);
  EXPECT_EQ(config.run.parallel_per_server, 3);
  EXPECT_EQ(config.run.max_execution_ms, 240'000);
  EXPECT_EQ(config.run.target_max_execution_ms, 30'000);
  EXPECT_EQ(config.run.retries, 0);
  EXPECT_EQ(config.run.retry_ms, 500);
  EXPECT_EQ(config.run.jitter_ms, 10'000);
  EXPECT_EQ(config.run.allowed_hours->text(), "20:00-06:00 Europe/Berlin");
  EXPECT_EQ(config.run.pause_file, "/etc/sa/pause");
  EXPECT_EQ(config.log.file, "/etc/sa/audit.log");
  EXPECT_TRUE(config.log.json);
  EXPECT_EQ(config.targets[0].allowed_hours->text(), "01:00-02:00 UTC");
  EXPECT_EQ(config.targets[0].max_execution_ms, 60'000);
}

TEST(Config, ReadsTheRulesOfAChannel) {
  const std::string begin = std::string(kTarget) + "alerts: [{name: s, type: syslog, ";
  const AlertChannelConfig channel =
      parse(begin +
            "kinds: [table, index], quiet_hours: \"22:00-06:00\", quiet_except: nothing, remind_after: 2h}]")
          .alerts.at(0);
  EXPECT_EQ(channel.kinds, (std::vector<std::string>{"table", "index"}));
  EXPECT_EQ(channel.quiet_hours->text(), "22:00-06:00 UTC");
  EXPECT_EQ(channel.quiet_except, std::nullopt);
  EXPECT_EQ(channel.remind_after_ms, 7'200'000);
  const AlertChannelConfig plain =
      parse(std::string(kTarget) + "alerts: [{name: s, type: syslog}]").alerts.at(0);
  EXPECT_EQ(plain.quiet_except, Severity::kCritical);
  EXPECT_EQ(plain.remind_after_ms, 24 * 3'600'000);
  for (const std::string wrong :
       {"kinds: [indexes]", "quiet_hours: 22-6", "quiet_hours: 22:00-06:00 Berlin", "quiet_except: none"})
    EXPECT_EQ(refused(begin + wrong + "}]").exit_code, ExitCode::kConfig) << wrong;
}

TEST(Config, RefusesNumbersThatCannotBeMeant) {
  for (const std::string wrong :
       {"parallel: 0", "parallel: -1", "parallel: 1001", "parallel: 8x", "parallel: 1.5", "retries: many"}) {
    const Thrown thrown = refused("run: {" + wrong + "}\n" + kTarget);
    EXPECT_EQ(thrown.exit_code, ExitCode::kConfig) << wrong;
    EXPECT_NE(thrown.message.find("expected a number from"), std::string::npos) << thrown.message;
  }
}

TEST(Config, KnowsTlsByTheNamesOfOtherPrograms) {
  const Config config =
      one_connection("{host: h, ssl_mode: verify-ca, ssl_ca: ca.crt, ssl_cert: /abs/c.crt, ssl_key: c.key}");
  EXPECT_EQ(parameter(config.targets[0], "sslmode"), "verify-ca");
  EXPECT_EQ(parameter(config.targets[0], "sslrootcert"), "/etc/sa/ca.crt");
  EXPECT_EQ(parameter(config.targets[0], "sslcert"), "/abs/c.crt");
  EXPECT_EQ(parameter(config.targets[0], "sslkey"), "/etc/sa/c.key");
  EXPECT_EQ(
      refused(
          "targets: [{name: a, environment: e, connection: {host: h, sslmode: require, ssl_mode: disable}}]")
          .exit_code,
      ExitCode::kConfig);
}

TEST(Config, TakesAPasswordFromAProgram) {
  const Config config =
      one_connection("{host: h, password_command: [vault, read, -field=password, \"${SECRET}\"]}");
  EXPECT_EQ(config.targets[0].connection.password_command.size(), 4U);
  EXPECT_EQ(refused("targets: [{name: a, environment: e, connection: {password_command: []}}]").exit_code,
            ExitCode::kConfig);
  EXPECT_EQ(refused("targets: [{name: a, environment: e, connection: {password_command: vault}}]").exit_code,
            ExitCode::kConfig);
}

}  // namespace
}  // namespace schema_audit
