#include "collector/postgres/connection_options.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "collector/error.hpp"
#include "collector/log/secrets.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

constexpr std::size_t kLongestPassword = 1024;

struct Keywords {
  std::vector<std::string> all;
  std::vector<std::string> secret;
};

Keywords read_keywords() {
  Keywords keywords;
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconndefaults(),
                                                                               PQconninfoFree);
  if (!options) throw std::bad_alloc();
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    const std::string_view display = option->dispchar;
    if (display == "D") continue;
    keywords.all.emplace_back(option->keyword);
    if (display == "*") keywords.secret.emplace_back(option->keyword);
  }
  return keywords;
}

const Keywords& keywords() {
  static const Keywords instance = read_keywords();
  return instance;
}

const std::string* find(const std::vector<ConnectionParameter>& parameters, std::string_view keyword) {
  const auto found = std::ranges::find(parameters, keyword, &ConnectionParameter::keyword);
  return found == parameters.end() ? nullptr : &found->value;
}

std::string read_password(const std::filesystem::path& path) {
  const std::string name = "password file " + printable(path.string());
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status = {};
  if (file < 0 || fstat(file, &status) != 0) {
    throw CollectorError(ExitCode::kPermission, name + ": " + std::strerror(errno));
  }
  std::array<char, kLongestPassword + 1> buffer = {};
  const ssize_t got = read(file, buffer.data(), buffer.size());
  close(file);
  // As libpq treats .pgpass; systemd hands out credentials with mode 0440.
  if (!S_ISREG(status.st_mode) || (status.st_mode & (S_IWGRP | S_IRWXO)) != 0) {
    throw CollectorError(ExitCode::kPermission, name + ": others can read or change it; run chmod 600 on it");
  }
  if (got < 0) throw CollectorError(ExitCode::kPermission, name + ": cannot be read");
  std::string password(buffer.data(), static_cast<std::size_t>(got));
  password = password.substr(0, password.find('\n'));
  if (password.ends_with('\r')) password.pop_back();
  if (password.empty() || password.size() > kLongestPassword) {
    throw CollectorError(ExitCode::kConfig, name + ": its first line is empty or too long");
  }
  register_secret(password);
  return password;
}

bool is_local_host(std::string_view host) {
  return host.empty() || host.starts_with('/') || host.starts_with('@') || host == "localhost" ||
         host.starts_with("127.") || host == "::1";
}

}  // namespace

const std::vector<std::string>& connection_keywords() { return keywords().all; }

bool is_secret_parameter(std::string_view keyword) {
  return std::ranges::find(keywords().secret, keyword) != keywords().secret.end();
}

std::vector<ConnectionParameter> connection_parameters(const ConnectionConfig& connection,
                                                       const TimeoutConfig& timeouts) {
  std::vector<ConnectionParameter> parameters = connection.parameters;
  const auto add = [&](const char* keyword, std::string value) {
    if (find(parameters, keyword) == nullptr) parameters.push_back({keyword, std::move(value)});
  };
  if (!connection.password_file.empty()) add("password", read_password(connection.password_file));
  // The fallback, so that PGAPPNAME and a service file keep their say.
  add("fallback_application_name", "schema-audit");
  add("client_encoding", "UTF8");
  // libpq counts whole seconds and takes 1 for 2.
  const int connect_seconds = std::max(2, (timeouts.connect_ms + 999) / 1000);
  if (std::getenv("PGCONNECT_TIMEOUT") == nullptr) add("connect_timeout", std::to_string(connect_seconds));
  add("keepalives_idle", "30");
  add("keepalives_interval", "10");
  add("keepalives_count", "3");
  // Data that the server's machine does not acknowledge: the machine is gone.
  add("tcp_user_timeout", "30000");
  return parameters;
}

std::string describe_connection(const ConnectionConfig& connection) {
  std::string text;
  for (const std::string_view keyword :
       {"service", "host", "hostaddr", "port", "dbname", "user", "sslmode"}) {
    const std::string* value = find(connection.parameters, keyword);
    if (value == nullptr || value->empty()) continue;
    text += (text.empty() ? "" : " ") + std::string(keyword) + "=" + *value;
  }
  return printable(hide_secrets(text));
}

bool is_local(const ConnectionConfig& connection) {
  if (find(connection.parameters, "service") != nullptr) return false;
  const std::string* hosts = find(connection.parameters, "hostaddr");
  if (hosts == nullptr || hosts->empty()) hosts = find(connection.parameters, "host");
  const char* environment = std::getenv("PGHOST");
  std::string_view rest;
  if (hosts != nullptr) {
    rest = *hosts;
  } else if (environment != nullptr) {
    rest = environment;
  }
  for (;;) {
    const std::size_t comma = rest.find(',');
    if (!is_local_host(rest.substr(0, comma))) return false;
    if (comma == std::string_view::npos) return true;
    rest.remove_prefix(comma + 1);
  }
}

}  // namespace schema_audit
