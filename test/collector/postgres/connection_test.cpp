#include "collector/postgres/connection.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "collector/interrupt.hpp"
#include "collector/log/secrets.hpp"
#include "collector/postgres/postgres_error.hpp"
#include "collector/postgres/transaction.hpp"
#include "test/support/expect_error.hpp"
#include "test/support/fake_pooler.hpp"
#include "test/support/listening.hpp"
#include "test/support/postgres_cluster.hpp"

namespace schema_audit {
namespace {

class ConnectionTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { cluster_ = std::make_unique<PostgresCluster>(); }
  static void TearDownTestSuite() { cluster_.reset(); }

  void SetUp() override {
    if (!cluster_->problem().empty()) GTEST_SKIP() << cluster_->problem();
  }

  static TargetConfig over_socket() {
    TargetConfig target;
    target.name = "production";
    target.connection.parameters = {{"host", cluster_->socket_directory()},
                                    {"port", std::to_string(cluster_->port())},
                                    {"user", "admin"},
                                    {"dbname", "postgres"}};
    return target;
  }

  static TargetConfig over_tcp(const std::string& password) {
    TargetConfig target = over_socket();
    target.connection.parameters[0].value = "127.0.0.1";
    target.connection.parameters.push_back({"password", password});
    return target;
  }

  static std::string ask(Connection& connection, const std::string& sql, const Parameters& parameters = {}) {
    return connection.query(sql, parameters).text(0, 0);
  }

  static PostgresError error_of(Connection& connection, const std::string& sql) {
    try {
      connection.query(sql);
    } catch (const PostgresError& error) {
      return error;
    }
    return {"none", "00000", ""};
  }

  static inline std::unique_ptr<PostgresCluster> cluster_;
};

TEST_F(ConnectionTest, SetsTheSessionUp) {
  TimeoutConfig timeouts;
  timeouts.statement_ms = 61'000;
  timeouts.lock_ms = 700;
  Connection connection(over_socket(), timeouts);
  EXPECT_EQ(ask(connection, "SHOW default_transaction_read_only"), "on");
  EXPECT_EQ(ask(connection, "SHOW search_path"), "");
  EXPECT_EQ(ask(connection, "SHOW statement_timeout"), "61s");
  EXPECT_EQ(ask(connection, "SHOW lock_timeout"), "700ms");
  EXPECT_EQ(ask(connection, "SHOW idle_in_transaction_session_timeout"), "61s");
  EXPECT_EQ(ask(connection, "SHOW application_name"), "schema-audit");
  EXPECT_EQ(ask(connection, "SHOW client_encoding"), "UTF8");
  EXPECT_GE(connection.server_version(), 130000);
  EXPECT_FALSE(connection.uses_tls());
}

TEST_F(ConnectionTest, PassesParametersAndNulls) {
  Connection connection(over_socket(), {});
  const std::string hostile = "'; DROP TABLE x; -- \n\\ $$ \"";
  const Result result =
      connection.query("SELECT $1::text AS \"a b\", $2::text, '', 7", {hostile, std::nullopt});
  ASSERT_EQ(result.rows(), 1);
  ASSERT_EQ(result.columns(), 4);
  EXPECT_EQ(result.column_name(0), "a b");
  EXPECT_EQ(result.field(0, 0), hostile);
  EXPECT_EQ(result.field(0, 1), std::nullopt);
  EXPECT_EQ(result.field(0, 2), "");
  EXPECT_EQ(result.text(0, 3), "7");
  EXPECT_EQ(result.command_tag(), "SELECT 1");
}

TEST_F(ConnectionTest, ReadsALargeResult) {
  Connection connection(over_socket(), {});
  const Result result =
      connection.query("SELECT repeat('x', 1000) FROM pg_catalog.generate_series(1, 20000)");
  EXPECT_EQ(result.rows(), 20000);
}

TEST_F(ConnectionTest, SendsALargeParameter) {
  Connection connection(over_socket(), {});
  EXPECT_EQ(ask(connection, "SELECT pg_catalog.length($1)", {std::string(5'000'000, 'x')}), "5000000");
}

TEST_F(ConnectionTest, CannotWrite) {
  Connection connection(over_socket(), {});
  EXPECT_EQ(error_of(connection, "CREATE TABLE public.t (a int)").sqlstate(), "25006");
  EXPECT_EQ(ask(connection, "SELECT 1"), "1") << "an error of a query leaves the connection usable";
}

TEST_F(ConnectionTest, ReportsAnErrorInOneLine) {
  Connection connection(over_socket(), {});
  const PostgresError error = error_of(connection, "SELECT 'a\nb'::int");
  EXPECT_EQ(error.sqlstate(), "22P02");
  EXPECT_EQ(error.target(), "production");
  EXPECT_EQ(std::string(error.what()), "target production: invalid input syntax for type integer: \"a; b\"");
  EXPECT_FALSE(error.is_connection_failure());
}

TEST_F(ConnectionTest, OneTransactionSeesOneInstant) {
  Connection connection(over_socket(), {});
  {
    const ReadTransaction transaction(connection);
    EXPECT_TRUE(connection.in_transaction());
    EXPECT_EQ(ask(connection, "SHOW transaction_isolation"), "repeatable read");
    EXPECT_EQ(ask(connection, "SHOW transaction_read_only"), "on");
    EXPECT_EQ(error_of(connection, "SELECT 1/0").sqlstate(), "22012");
  }
  EXPECT_FALSE(connection.in_transaction());
}

TEST_F(ConnectionTest, AWrongPasswordIsNotShown) {
  const Thrown thrown = thrown_by([] { Connection(over_tcp("wrong-canary5e1db1rd-password"), {}); });
  EXPECT_EQ(thrown.exit_code, ExitCode::kUnavailable);
  EXPECT_NE(thrown.message.find("password authentication failed for user \"admin\""), std::string::npos)
      << thrown.message;
  EXPECT_EQ(thrown.message.find("canary"), std::string::npos) << thrown.message;
  EXPECT_EQ(thrown.message.find('\n'), std::string::npos);
}

TEST_F(ConnectionTest, LearnsThePasswordThatLibpqFound) {
  const TemporaryDirectory directory;
  TargetConfig target = over_tcp("");
  target.connection.parameters.back() = {
      "passfile", directory.write("pgpass", "*:*:*:*:" + std::string(PostgresCluster::kPassword) + "\n")};
  std::filesystem::permissions(directory / "pgpass", std::filesystem::perms::owner_read);
  Connection connection(target, {});
  EXPECT_EQ(hide_secrets(PostgresCluster::kPassword), "***");
}

TEST_F(ConnectionTest, TakesAServiceFile) {
  const TemporaryDirectory directory;
  const auto file =
      directory.write("services", "[prod]\nhost=" + cluster_->socket_directory() +
                                      "\nport=" + std::to_string(cluster_->port()) +
                                      "\nuser=admin\ndbname=postgres\napplication_name=from-service\n");
  setenv("PGSERVICEFILE", file.c_str(), 1);
  TargetConfig target;
  target.name = "production";
  target.connection.parameters = {{"service", "prod"}};
  Connection connection(target, {});
  unsetenv("PGSERVICEFILE");
  EXPECT_EQ(ask(connection, "SHOW application_name"), "from-service");
}

TEST_F(ConnectionTest, SaysThatADatabaseIsMissing) {
  TargetConfig target = over_socket();
  target.connection.parameters.back().value = "no\nsuch";
  const Thrown thrown = thrown_by([&] { Connection(target, {}); });
  EXPECT_EQ(thrown.exit_code, ExitCode::kUnavailable);
  EXPECT_TRUE(thrown.message.starts_with("target production: ")) << thrown.message;
  EXPECT_EQ(thrown.message.find('\n'), std::string::npos) << thrown.message;
}

TEST_F(ConnectionTest, TheServerEndsALongQuery) {
  TimeoutConfig timeouts;
  timeouts.statement_ms = 100;
  Connection connection(over_socket(), timeouts);
  EXPECT_EQ(error_of(connection, "SELECT pg_catalog.pg_sleep(5)").sqlstate(), "57014");
}

TEST_F(ConnectionTest, GivesUpOnAServerThatFallsSilent) {
  TimeoutConfig timeouts;
  timeouts.statement_ms = 200;
  Connection connection(over_socket(), timeouts);
  const pid_t backend = std::stoi(ask(connection, "SELECT pg_catalog.pg_backend_pid()"));
  ASSERT_EQ(kill(backend, SIGSTOP), 0);
  const PostgresError error = error_of(connection, "SELECT 1");
  kill(backend, SIGCONT);
  EXPECT_TRUE(error.is_connection_failure());
  EXPECT_STREQ(error.what(), "target production: the server does not answer any more; gave up");
}

TEST_F(ConnectionTest, NoticesThatTheServerIsGone) {
  Connection connection(over_socket(), {});
  Connection other(over_socket(), {});
  const std::string backend = ask(connection, "SELECT pg_catalog.pg_backend_pid()");
  ask(other, "SELECT pg_catalog.pg_terminate_backend($1::int)", {backend});
  EXPECT_TRUE(error_of(connection, "SELECT 1").is_connection_failure());
}

TEST_F(ConnectionTest, StopsWhenAskedTo) {
  Connection connection(over_socket(), {});
  std::thread user([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    request_interrupt();
  });
  EXPECT_THROW(connection.query("SELECT pg_catalog.pg_sleep(30)"), Interrupted);
  user.join();
  clear_interrupt();
}

TEST_F(ConnectionTest, SurvivesBeingMoved) {
  Connection first(over_socket(), {});
  Connection second = std::move(first);
  EXPECT_EQ(ask(second, "SELECT 1"), "1");
  second.query("DO $$ BEGIN RAISE NOTICE 'goes to the log'; END $$");
}

TEST(ConnectionFailure, APortWhereNobodyListens) {
  TargetConfig target;
  target.name = "dead";
  target.connection.parameters = {{"host", "127.0.0.1"}, {"port", "1"}, {"password", "dead-canary5e1db1rd"}};
  const Thrown thrown = thrown_by([&] { Connection(target, {}); });
  EXPECT_EQ(thrown.exit_code, ExitCode::kUnavailable);
  EXPECT_NE(thrown.message.find("Connection refused"), std::string::npos) << thrown.message;
  EXPECT_EQ(thrown.message.find('\n'), std::string::npos);
}

// Behind a pooler every query is a transaction, which must not stay open when it cannot be set up.
TEST_F(ConnectionTest, ATransactionOfAPoolerThatCannotBeSetUpIsEnded) {
  const FakePooler pooler(std::filesystem::path(cluster_->socket_directory()) /
                          (".s.PGSQL." + std::to_string(cluster_->port())));
  TargetConfig target = over_tcp("none");
  target.connection.parameters[1].value = std::to_string(pooler.port());
  target.connection.parameters.push_back({"sslmode", "disable"});
  target.connection.parameters.push_back({"gssencmode", "disable"});
  Connection connection(target, {});
  ASSERT_TRUE(connection.is_pooled());
  EXPECT_EQ(ask(connection, "SHOW search_path"), "");
  // The setting that each transaction begins with is refused by this role.
  const auto on_server = [](const std::string& sql) {
    const std::string command = "psql --no-psqlrc --quiet --host=" + cluster_->socket_directory() +
                                " --port=" + std::to_string(cluster_->port()) +
                                " --username=admin --dbname=postgres --command=\"" + sql + "\"";
    return std::system(command.c_str());
  };
  ASSERT_EQ(on_server("ALTER FUNCTION pg_catalog.set_config(text, text, boolean) RENAME TO not_there"), 0);
  EXPECT_EQ(error_of(connection, "SELECT 1").sqlstate(), "42883");
  EXPECT_FALSE(connection.in_transaction());
  ASSERT_EQ(on_server("ALTER FUNCTION pg_catalog.not_there(text, text, boolean) RENAME TO set_config"), 0);
  EXPECT_EQ(ask(connection, "SELECT 1"), "1");
}

TEST(ConnectionFailure, AServerThatAcceptsAndSaysNothing) {
  const auto [listener, port] = test::listen_here(4);
  TargetConfig target;
  target.name = "hanging";
  target.connection.parameters = {{"host", "127.0.0.1"}, {"port", std::to_string(port)}};
  TimeoutConfig timeouts;
  timeouts.connect_ms = 1000;
  const auto start = std::chrono::steady_clock::now();
  const Thrown thrown = thrown_by([&] { Connection(target, timeouts); });
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(6));
  EXPECT_NE(thrown.message.find("timeout expired"), std::string::npos) << thrown.message;
  close(listener);
}

}  // namespace
}  // namespace schema_audit
