#include "collector/daemon/collecting.hpp"

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

#include "collector/store/open_store.hpp"
#include "test/support/postgres_cluster.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

class CollectingTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { cluster_ = std::make_unique<PostgresCluster>(); }
  static void TearDownTestSuite() { cluster_.reset(); }

  void SetUp() override {
    if (!cluster_->problem().empty()) GTEST_SKIP() << cluster_->problem();
    config_.store = directory_ / "store.db";
    TargetConfig entry;
    entry.name = "apps";
    entry.connection.parameters = {{"host", cluster_->socket_directory()},
                                   {"port", std::to_string(cluster_->port())},
                                   {"user", "admin"},
                                   {"dbname", "postgres"}};
    entry.databases = {"postgres"};
    config_.targets = {entry};
    open_store(config_.store, StoreMode::kReadWrite);
  }

  // One round of the interval. Says what was wrong with the store.
  std::string round() {
    DaemonState state(config_);
    StoreTurn turn(config_.store);
    Deliverer deliverer(state, turn, system_clock_micros);
    Listener listener([](const std::string&) {});
    Collecting collecting(
        {state, turn, agenda_, listener, deliverer, system_clock_micros, [](const std::string&) {}});
    const auto done = [&] {
      return state.run(Lane::kInterval).ended_at != 0 || !state.store_error().empty();
    };
    collecting.run_interval(done);
    return state.store_error();
  }

  static inline std::unique_ptr<PostgresCluster> cluster_;
  TemporaryDirectory directory_;
  Config config_;
  Agenda agenda_;
};

TEST_F(CollectingTest, AnEntryIsAskedAgainAtOnceWhenItChanges) {
  EXPECT_EQ(round(), "");
  agenda_.changed("apps");
  EXPECT_THAT(agenda_.begin_changed(milliseconds(2000)), ElementsAre("apps"));
}

TEST_F(CollectingTest, AnEntryWhoseDatabasesCannotBeKeptHasFailed) {
  SQLite::Database(config_.store.string(), SQLite::OPEN_READWRITE)
      .exec("CREATE TRIGGER full BEFORE INSERT ON snapshot BEGIN SELECT RAISE(ABORT, 'no room'); END");
  EXPECT_THAT(round(), testing::HasSubstr("no room"));
  agenda_.changed("apps");
  EXPECT_THAT(agenda_.begin_changed(milliseconds(50)), IsEmpty());
}

}  // namespace
}  // namespace schema_audit
