#include "collector/alert/outbox.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "collector/store/open_store.hpp"
#include "test/support/fake_sink.hpp"
#include "test/support/http_receiver.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

using Status = SendResult::Status;

class OutboxTest : public testing::Test {
 protected:
  OutboxTest() {
    target_ = store_->put_target("production", "production", format_utc(now_));
    auto sink = std::make_unique<FakeSink>();
    ops_ = sink.get();
    sinks_.emplace("ops", std::move(sink));
  }

  void add(const std::string& id, const std::vector<std::string>& channels = {"ops"}) {
    store_->add_alert({id, target_, format_utc(now_), "major", "{\"id\":\"" + id + "\"}", ""}, channels);
  }

  DeliverySummary deliver() {
    return Outbox(
               *store_, sinks_, [this] { return now_; }, channels_)
        .deliver_due();
  }

  void pass(std::chrono::seconds time) { now_ += time.count() * kMicrosPerSecond; }

  TemporaryDirectory directory_;
  UnixMicros now_ = 1'700'000'000 * kMicrosPerSecond;
  std::unique_ptr<Store> store_ = open_store(directory_ / "store.db", StoreMode::kReadWrite);
  TargetId target_ = 0;
  Sinks sinks_;
  std::vector<AlertChannelConfig> channels_;
  FakeSink* ops_ = nullptr;
};

TEST_F(OutboxTest, DeliversOnce) {
  add("msg_1");
  EXPECT_EQ(deliver().delivered, 1U);
  EXPECT_EQ(deliver().delivered, 0U);
  EXPECT_EQ(ops_->sent, std::vector<std::string>{"msg_1 {\"id\":\"msg_1\"}"});
}

TEST_F(OutboxTest, TheSameNewsIsPutInOnce) {
  add("msg_1");
  deliver();
  add("msg_1");
  EXPECT_EQ(deliver().delivered, 0U);
  EXPECT_EQ(ops_->sent.size(), 1U);
}

TEST_F(OutboxTest, TriesAgainLaterWithTheSameIdAndPayload) {
  add("msg_1");
  ops_->result = {Status::kDown, "down", {}};
  EXPECT_EQ(deliver().failed, 1U);
  EXPECT_EQ(deliver().failed, 0U) << "not due yet";
  pass(std::chrono::minutes(5));
  ops_->result = {Status::kDelivered, "", {}};
  EXPECT_EQ(deliver().delivered, 1U);
  ASSERT_EQ(ops_->sent.size(), 2U);
  EXPECT_EQ(ops_->sent[0], ops_->sent[1]);
}

TEST_F(OutboxTest, HonoursRetryAfter) {
  add("msg_1");
  ops_->result = {Status::kDown, "slow down", std::chrono::hours(2)};
  deliver();
  pass(std::chrono::hours(1));
  deliver();
  EXPECT_EQ(ops_->sent.size(), 1U);
  pass(std::chrono::hours(1));
  deliver();
  EXPECT_EQ(ops_->sent.size(), 2U);
}

TEST_F(OutboxTest, AsksAChannelThatIsDownOnce) {
  add("msg_1");
  add("msg_2");
  add("msg_3");
  ops_->result = {Status::kDown, "down", {}};
  const DeliverySummary summary = deliver();
  EXPECT_EQ(summary.failed, 1U);
  EXPECT_EQ(summary.postponed, 2U);
  EXPECT_EQ(ops_->sent.size(), 1U);
}

TEST_F(OutboxTest, ARefusedAlertDoesNotHoldUpTheNext) {
  add("msg_1");
  add("msg_2");
  ops_->result = {Status::kRefused, "answered 400", {}};
  EXPECT_EQ(deliver().failed, 2U);
}

TEST_F(OutboxTest, GivesUpAfterManyAttemptsOrAtOnceWhenGone) {
  add("msg_1");
  ops_->result = {Status::kRefused, "answered 400", {}};
  for (int i = 0; i < 40; ++i) {
    deliver();
    pass(std::chrono::hours(7));
  }
  EXPECT_EQ(ops_->sent.size(), 16U);
  EXPECT_EQ(store_->delivery_counts().dead, 1);
  add("msg_2");
  ops_->result = {Status::kGone, "answered 410", {}};
  EXPECT_EQ(deliver().dead, 1U);
  EXPECT_EQ(store_->delivery_counts().dead, 2);
}

TEST_F(OutboxTest, AsksNobodyWhoAskedToWait) {
  add("msg_1");
  ops_->result = {Status::kDown, "slow down", std::chrono::hours(2)};
  deliver();
  add("msg_2");
  EXPECT_EQ(deliver().postponed, 1U);
  EXPECT_EQ(ops_->sent.size(), 1U);
  pass(std::chrono::hours(2));
  ops_->result = {Status::kDelivered, "", {}};
  EXPECT_EQ(deliver().delivered, 2U);
}

// With a new alert every five minutes, a receiver that is down is asked less and less, and the alerts lose no
// attempts.
TEST_F(OutboxTest, LeavesAChannelInPeaceThatFailsAgainAndAgain) {
  ops_->result = {Status::kDown, "down", {}};
  constexpr int kAlerts = 12 * 60 / 5;
  for (int i = 0; i < kAlerts; ++i) {
    add("msg_" + std::to_string(i));
    deliver();
    pass(std::chrono::minutes(5));
  }
  EXPECT_LT(ops_->sent.size(), 30U);
  EXPECT_GT(ops_->sent.size(), 12U) << "it is still asked once an hour";
  ASSERT_EQ(store_->channels().size(), 1U);
  EXPECT_GT(store_->channels()[0].failures, 3);
  EXPECT_EQ(store_->channels()[0].last_error, "down");
  pass(std::chrono::hours(7));
  ops_->result = {Status::kDelivered, "", {}};
  EXPECT_EQ(deliver().delivered, static_cast<std::size_t>(kAlerts));
  EXPECT_EQ(store_->channels()[0].failures, 0);
  EXPECT_EQ(store_->channels()[0].retry_at, std::nullopt);
}

TEST_F(OutboxTest, IsQuietInQuietHours) {
  AlertChannelConfig ops;
  ops.name = "ops";
  ops.quiet_hours = parse_time_window("22:00-06:00");  // now_ is 22:13 UTC
  channels_ = {ops};
  add("msg_1");
  store_->add_alert({"msg_2", target_, format_utc(now_), "critical", "{}", ""}, {"ops"});
  DeliverySummary summary = deliver();
  EXPECT_EQ(summary.quiet, 1U);
  EXPECT_EQ(summary.delivered, 1U) << "critical is told at night too";
  channels_[0].quiet_except = std::nullopt;
  store_->add_alert({"msg_3", target_, format_utc(now_), "critical", "{}", ""}, {"ops"});
  EXPECT_EQ(deliver().quiet, 2U);
  pass(std::chrono::hours(8));
  EXPECT_EQ(deliver().delivered, 2U);
}

TEST_F(OutboxTest, TriesAgainWhatWasGivenUpWhenAsked) {
  add("msg_1");
  ops_->result = {Status::kGone, "answered 410", {}};
  deliver();
  ASSERT_EQ(store_->dead_letters().size(), 1U);
  EXPECT_EQ(store_->dead_letters()[0].last_error, "answered 410");
  EXPECT_EQ(store_->revive_dead_letters("other", format_utc(now_)), 0U);
  EXPECT_EQ(store_->revive_dead_letters("ops", format_utc(now_)), 1U);
  ops_->result = {Status::kDelivered, "", {}};
  EXPECT_EQ(deliver().delivered, 1U);
}

TEST_F(OutboxTest, KeepsWhatIsForAnUnknownChannel) {
  add("msg_1", {"ops", "renamed"});
  const DeliverySummary summary = deliver();
  EXPECT_EQ(summary.delivered, 1U);
  EXPECT_EQ(summary.unknown, 1U);
  EXPECT_EQ(store_->delivery_counts().pending, 1);
}

// A run that is killed at any moment loses no alert, and what comes twice has the same id.
TEST_F(OutboxTest, SurvivesBeingKilled) {
  HttpReceiver receiver;
  AlertChannelConfig config;
  config.name = "web";
  config.url = receiver.url("/");
  constexpr int kAlerts = 20;
  for (int i = 0; i < kAlerts; ++i) add("msg_" + std::to_string(i), {"web"});
  store_.reset();
  for (int milliseconds = 1; milliseconds <= 15; milliseconds += 2) {
    const pid_t child = fork();
    if (child == 0) {
      const auto store = open_store(directory_ / "store.db", StoreMode::kReadWrite);
      const Sinks sinks = make_sinks({config}, [this] { return now_; });
      Outbox(*store, sinks, [this] { return now_; }).deliver_due();
      _exit(0);
    }
    usleep(static_cast<useconds_t>(milliseconds) * 1000);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
  }
  store_ = open_store(directory_ / "store.db", StoreMode::kReadWrite);
  sinks_ = make_sinks({config}, [this] { return now_; });
  deliver();
  EXPECT_EQ(store_->delivery_counts().pending, 0);
  EXPECT_EQ(store_->delivery_counts().delivered, kAlerts);
  std::set<std::string> ids;
  for (const ReceivedRequest& request : receiver.requests()) {
    if (!request.line.empty()) ids.insert(request.headers.at("webhook-id"));
  }
  EXPECT_EQ(ids.size(), static_cast<std::size_t>(kAlerts));
}

TEST(RetryPolicy, WaitsLongerEachTimeAndEnds) {
  const RetryPolicy policy;
  std::chrono::seconds last{0};
  for (int attempt = 1; attempt < policy.attempts; ++attempt) {
    const auto wait = policy.delay(attempt, "key", std::nullopt);
    ASSERT_TRUE(wait);
    EXPECT_GE(*wait, last);
    EXPECT_LE(*wait, policy.longest * 11 / 10 + std::chrono::seconds(1));
    last = *wait;
  }
  EXPECT_EQ(policy.delay(policy.attempts, "key", std::nullopt), std::nullopt);
  EXPECT_EQ(policy.delay(1, "key", std::chrono::hours(1)), std::chrono::hours(1));
  EXPECT_EQ(policy.delay(1, "key", std::chrono::hours(1000)), std::chrono::hours(24));
}

}  // namespace
}  // namespace schema_audit
