#include "collector/postgres/connection_pool.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "collector/postgres/connection_options.hpp"
#include "collector/postgres/postgres_error.hpp"
#include "collector/postgres/transaction.hpp"
#include "test/support/expect_error.hpp"
#include "test/support/postgres_cluster.hpp"

namespace schema_audit {
namespace {

class ConnectionPoolTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { cluster_ = std::make_unique<PostgresCluster>(); }
  static void TearDownTestSuite() { cluster_.reset(); }

  void SetUp() override {
    if (!cluster_->problem().empty()) GTEST_SKIP() << cluster_->problem();
    run_.pool_timeout_ms = 100;
  }

  static TargetConfig target(const std::string& name) {
    TargetConfig target;
    target.name = name;
    target.connection.parameters = {{"host", cluster_->socket_directory()},
                                    {"port", std::to_string(cluster_->port())},
                                    {"user", "admin"},
                                    {"dbname", "postgres"}};
    return target;
  }

  ConnectionPool::Lease take(const std::string& name) {
    const TargetConfig config = target(name);
    return pool().take(config, [&] {
      ++opened_;
      return Connection(config, {});
    });
  }

  ConnectionPool& pool() {
    if (!pool_) pool_ = std::make_shared<ConnectionPool>(run_);
    return *pool_;
  }

  static std::string process(Connection& connection) {
    return connection.query("SELECT pg_catalog.pg_backend_pid()").text(0, 0);
  }

  static inline std::unique_ptr<PostgresCluster> cluster_;
  RunConfig run_;
  std::shared_ptr<ConnectionPool> pool_;
  int opened_ = 0;
};

TEST_F(ConnectionPoolTest, KeepsAConnectionForTheNextUse) {
  std::string first;
  {
    const auto lease = take("a");
    EXPECT_TRUE(lease.is_new());
    first = process(*lease);
  }
  EXPECT_EQ(pool().idle(), 1U);
  const auto again = take("a");
  EXPECT_FALSE(again.is_new());
  EXPECT_EQ(process(*again), first);
  EXPECT_EQ(opened_, 1);
  EXPECT_TRUE(take("b").is_new());
}

TEST_F(ConnectionPoolTest, NothingStandsInTheWayOfDroppingADatabaseOfAnEntry) {
  TargetConfig config = target("apps.a");
  config.entry = "apps";
  {
    const auto lease = pool().take(config, [&] { return Connection(config, {}); });
  }
  EXPECT_EQ(pool().idle(), 0U);
  EXPECT_EQ(pool().connections_to(server_of(config.connection)), 0U);
}

TEST_F(ConnectionPoolTest, NoMoreThanSizeAndOverflowAtOnce) {
  run_.pool_size = 1;
  run_.max_overflow = 1;
  std::optional<ConnectionPool::Lease> one(take("a"));
  const auto two = take("a");
  const Thrown full = thrown_by([&] { take("a"); });
  EXPECT_EQ(full.message, "target a: all of its connections were in use for longer than pool_timeout");
  EXPECT_TRUE(take("b").is_new());
}

TEST_F(ConnectionPoolTest, WaitsForAConnection) {
  run_.pool_size = 1;
  run_.max_overflow = 0;
  run_.pool_timeout_ms = 20'000;
  std::optional<ConnectionPool::Lease> one(take("a"));
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    one.reset();
  });
  EXPECT_FALSE(take("a").is_new());
  later.join();
}

TEST_F(ConnectionPoolTest, WhatOverflowsIsClosed) {
  run_.pool_size = 1;
  {
    const auto one = take("a");
    const auto two = take("a");
    const auto three = take("a");
  }
  EXPECT_EQ(pool().idle(), 1U);
  run_.pool_size = 0;
  pool_.reset();
  { const auto one = take("a"); }
  EXPECT_EQ(pool().idle(), 0U);
}

TEST_F(ConnectionPoolTest, ReplacesWhatIsOldDeadOrLeftInATransaction) {
  run_.pool_recycle_ms = 50;
  { const auto lease = take("a"); }
  std::this_thread::sleep_for(std::chrono::milliseconds(80));
  EXPECT_TRUE(take("a").is_new());

  run_.pool_recycle_ms = 600'000;
  pool_.reset();
  std::string first;
  {
    const auto lease = take("a");
    first = process(*lease);
  }
  Connection other(target("other"), {});
  other.query("SELECT pg_catalog.pg_terminate_backend($1::int4)", {first});
  EXPECT_TRUE(take("a").is_new());

  pool_.reset();
  {
    const auto lease = take("a");
    lease->query("BEGIN");
  }
  EXPECT_EQ(pool().idle(), 0U);
}

TEST_F(ConnectionPoolTest, WhatIsKeptGivesWay) {
  run_.parallel_per_server = 2;
  run_.parallel = 3;
  const std::string server = server_of(target("a").connection);
  for (const char* name : {"a", "b", "c", "d"}) take(name);
  EXPECT_EQ(pool().connections_to(server), 2U);
  // The longest unused one was closed.
  EXPECT_FALSE(take("d").is_new());
  EXPECT_FALSE(take("c").is_new());
  EXPECT_TRUE(take("a").is_new());
  const auto one = take("a");
  const auto two = take("b");
  EXPECT_EQ(pool().connections_to(server), 2U);
  EXPECT_EQ(pool().idle(), 0U);
}

TEST_F(ConnectionPoolTest, AFailureLeavesNothingBehind) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_THROW(
        pool().take(target("a"), []() -> Connection { throw PostgresError("a", kCannotConnect, "no"); }),
        PostgresError);
  }
  EXPECT_TRUE(take("a").is_new());
}

}  // namespace
}  // namespace schema_audit
