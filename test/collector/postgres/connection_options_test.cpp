#include "collector/postgres/connection_options.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "collector/log/secrets.hpp"
#include "test/support/expect_error.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

std::string value(const std::vector<ConnectionParameter>& parameters, const std::string& keyword) {
  for (const ConnectionParameter& p : parameters) {
    if (p.keyword == keyword) return p.value;
  }
  return "(none)";
}

TEST(ConnectionOptions, AddsWhatTheTargetDoesNotSay) {
  ConnectionConfig connection;
  connection.parameters = {{"host", "h"}, {"keepalives_idle", "5"}};
  const auto parameters = connection_parameters(connection, {});
  EXPECT_EQ(value(parameters, "fallback_application_name"), "schema-audit");
  EXPECT_EQ(value(parameters, "connect_timeout"), "10");
  EXPECT_EQ(value(parameters, "keepalives_idle"), "5");
  EXPECT_EQ(value(parameters, "tcp_user_timeout"), "30000");
  EXPECT_EQ(value(parameters, "sslmode"), "(none)");
}

TEST(ConnectionOptions, KeepsTheModeOfTls) {
  ConnectionConfig connection;
  connection.parameters = {{"host", "h"}, {"sslmode", "verify-full"}};
  EXPECT_EQ(value(connection_parameters(connection, {}), "sslmode"), "verify-full");
}

TEST(ConnectionOptions, TheEnvironmentMaySetTheTimeout) {
  setenv("PGCONNECT_TIMEOUT", "3", 1);
  EXPECT_EQ(value(connection_parameters({}, {}), "connect_timeout"), "(none)");
  unsetenv("PGCONNECT_TIMEOUT");
}

TEST(ConnectionOptions, ReadsAPasswordFile) {
  const TemporaryDirectory directory;
  ConnectionConfig connection;
  connection.password_file = directory.write("password", "options-canary5e1db1rd\nsecond line\n");
  ASSERT_EQ(chmod(connection.password_file.c_str(), 0600), 0);
  EXPECT_EQ(value(connection_parameters(connection, {}), "password"), "options-canary5e1db1rd");
  ASSERT_EQ(chmod(connection.password_file.c_str(), 0604), 0);
  EXPECT_EQ(thrown_by([&] { connection_parameters(connection, {}); }).exit_code, ExitCode::kPermission);
  connection.password_file = directory / "none";
  const Thrown thrown = thrown_by([&] { connection_parameters(connection, {}); });
  EXPECT_NE(thrown.message.find("none: No such file or directory"), std::string::npos) << thrown.message;
}

TEST(ConnectionOptions, DescribesWithoutSecrets) {
  ConnectionConfig connection;
  connection.parameters = {{"user", "u"}, {"password", "p4ssw0rd"}, {"dbname", "d\n"}, {"host", "h"}};
  EXPECT_EQ(describe_connection(connection), "host=h dbname=d\\n user=u");
}

TEST(ConnectionOptions, KnowsWhatIsLocal) {
  const auto local = [](const std::string& keyword, const std::string& text) {
    ConnectionConfig connection;
    connection.parameters = {{keyword, text}};
    return is_local(connection);
  };
  unsetenv("PGHOST");
  EXPECT_TRUE(is_local({}));
  EXPECT_TRUE(local("host", "/run/postgresql"));
  EXPECT_TRUE(local("host", "localhost,127.0.0.1,::1"));
  EXPECT_FALSE(local("host", "localhost,db1"));
  EXPECT_FALSE(local("hostaddr", "10.0.0.1"));
  EXPECT_FALSE(local("service", "production"));
}

std::string mode_with_defaults(std::vector<ConnectionParameter> parameters) {
  ConnectionConfig connection;
  connection.parameters = std::move(parameters);
  add_tls_defaults(connection);
  return value(connection.parameters, "sslmode");
}

TEST(ConnectionOptions, OtherMachinesHaveToProveTheirName) {
  unsetenv("PGHOST");
  unsetenv("PGSSLMODE");
  EXPECT_EQ(mode_with_defaults({{"host", "db1.example.com"}}), "verify-full");
  EXPECT_EQ(mode_with_defaults({{"host", "localhost,db1"}}), "verify-full");
  EXPECT_EQ(mode_with_defaults({{"host", "localhost"}}), "(none)");
  EXPECT_EQ(mode_with_defaults({{"host", "/run/postgresql"}}), "(none)");
  EXPECT_EQ(mode_with_defaults({}), "(none)");
  EXPECT_EQ(mode_with_defaults({{"host", "db1"}, {"sslmode", "require"}}), "require")
      << "weaker when it is written";
  setenv("PGSSLMODE", "disable", 1);
  EXPECT_EQ(mode_with_defaults({{"host", "db1"}}), "disable");
  unsetenv("PGSSLMODE");
  setenv("PGHOST", "db1", 1);
  EXPECT_EQ(mode_with_defaults({{"dbname", "shop"}}), "verify-full");
  unsetenv("PGHOST");
}

TEST(ConnectionOptions, AServiceMaySayTheModeToo) {
  const TemporaryDirectory directory;
  const std::string file =
      directory.write("services", "[bare]\nhost=db1\n[weak]\nhost=db1\nsslmode=require\n[here]\nhost=/tmp\n");
  setenv("PGSERVICEFILE", file.c_str(), 1);
  EXPECT_EQ(mode_with_defaults({{"service", "bare"}}), "verify-full");
  EXPECT_EQ(mode_with_defaults({{"service", "weak"}}), "require");
  EXPECT_EQ(mode_with_defaults({{"service", "here"}}), "(none)");
  EXPECT_EQ(mode_with_defaults({{"service", "missing"}}), "(none)");
  EXPECT_EQ(std::getenv("PGSERVICE"), nullptr);
  unsetenv("PGSERVICEFILE");
}

TEST(ConnectionOptions, KnowsWhichServerItIs) {
  const auto server = [](std::vector<ConnectionParameter> parameters) {
    ConnectionConfig connection;
    connection.parameters = std::move(parameters);
    return server_of(connection);
  };
  EXPECT_EQ(server({{"host", "db1"}, {"dbname", "a"}}),
            server({{"host", "db1"}, {"port", "5432"}, {"dbname", "b"}}));
  EXPECT_NE(server({{"host", "db1"}}), server({{"host", "db1"}, {"port", "5433"}}));
  EXPECT_EQ(server({{"service", "shop"}}), "service shop");
}

TEST(ConnectionOptions, TakesThePasswordFromAProgramOnce) {
  const TemporaryDirectory directory;
  ConnectionConfig connection;
  const std::string count = (directory / "count").string();
  connection.password_command = {"sh", "-c", "echo x >>\"$0\"; echo program-canary5e1db1rd; echo rest",
                                 count};
  EXPECT_EQ(value(connection_parameters(connection, {}), "password"), "program-canary5e1db1rd");
  EXPECT_EQ(value(connection_parameters(connection, {}), "password"), "program-canary5e1db1rd");
  EXPECT_EQ(std::filesystem::file_size(count), 2U) << "it ran once";
  EXPECT_EQ(hide_secrets("a program-canary5e1db1rd b"), "a *** b");
  for (const std::string& script : {std::string("exit 1"), std::string("true")}) {
    connection.password_command = {"sh", "-c", script};
    EXPECT_EQ(thrown_by([&] { connection_parameters(connection, {}); }).exit_code, ExitCode::kPermission)
        << script;
  }
}

TEST(ConnectionOptions, KnowsSecretsByWhatLibpqSays) {
  EXPECT_TRUE(is_secret_parameter("password"));
  EXPECT_TRUE(is_secret_parameter("sslpassword"));
  EXPECT_FALSE(is_secret_parameter("passfile"));
}

}  // namespace
}  // namespace schema_audit
