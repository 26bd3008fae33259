#include "collector/postgres/connection_options.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>

#include "collector/error.hpp"
#include "collector/log/secrets.hpp"
#include "collector/postgres/password_command.hpp"
#include "collector/secret_file.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

constexpr std::size_t kLongestPassword = 1024;
constexpr std::size_t kLargestPasswordFile = 64UL * 1024;
constexpr const char* kSystemCertificates = "/etc/ssl/certs/ca-certificates.crt";

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
  const std::string text = read_secret_file(path, kLargestPasswordFile);
  std::string password = text.substr(0, text.find('\n'));
  if (password.ends_with('\r')) password.pop_back();
  if (password.empty() || password.size() > kLongestPassword) {
    throw CollectorError(ExitCode::kConfig, "password file " + printable(path.string()) +
                                                ": its first line is empty or too long");
  }
  register_secret(password);
  return password;
}

// What libpq takes for a connection that says nothing itself, with this service.
struct Defaults {
  std::string host, sslmode, sslrootcert;
};

Defaults read_defaults(const std::string* service) {
  const char* before = std::getenv("PGSERVICE");
  const std::optional<std::string> kept =
      before != nullptr ? std::optional<std::string>(before) : std::nullopt;
  if (service != nullptr) setenv("PGSERVICE", service->c_str(), 1);
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconndefaults(),
                                                                               PQconninfoFree);
  if (service != nullptr && kept) setenv("PGSERVICE", kept->c_str(), 1);
  if (service != nullptr && !kept) unsetenv("PGSERVICE");
  if (!options) throw std::bad_alloc();
  Defaults defaults;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    const std::string_view keyword = option->keyword;
    if (keyword == "host") defaults.host = option->val;
    if (keyword == "hostaddr") defaults.host = option->val;
    if (keyword == "sslmode") defaults.sslmode = option->val;
    if (keyword == "sslrootcert") defaults.sslrootcert = option->val;
  }
  return defaults;
}

// A configuration that is read again must not change the environment under the threads of a daemon: what a
// service says is asked for once.
Defaults defaults_with(const std::string* service) {
  if (service == nullptr) return read_defaults(nullptr);
  static std::map<std::string, Defaults> known;
  const auto found = known.find(*service);
  if (found != known.end()) return found->second;
  return known.emplace(*service, read_defaults(service)).first->second;
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
  if (!connection.password_command.empty())
    add("password", password_from_command(connection.password_command, false));
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

namespace {

bool all_local(std::string_view rest) {
  for (;;) {
    const std::size_t comma = rest.find(',');
    if (!is_local_host(rest.substr(0, comma))) return false;
    if (comma == std::string_view::npos) return true;
    rest.remove_prefix(comma + 1);
  }
}

}  // namespace

bool is_local(const ConnectionConfig& connection) {
  if (find(connection.parameters, "service") != nullptr) return false;
  const std::string* hosts = find(connection.parameters, "hostaddr");
  if (hosts == nullptr || hosts->empty()) hosts = find(connection.parameters, "host");
  const char* environment = std::getenv("PGHOST");
  if (hosts != nullptr) return all_local(*hosts);
  return all_local(environment != nullptr ? environment : "");
}

void add_tls_defaults(ConnectionConfig& connection) {
  const std::string* service = find(connection.parameters, "service");
  const Defaults defaults = defaults_with(service);
  const std::string* hosts = find(connection.parameters, "hostaddr");
  if (hosts == nullptr || hosts->empty()) hosts = find(connection.parameters, "host");
  if (all_local(hosts != nullptr ? *hosts : defaults.host)) return;
  const std::string* mode = find(connection.parameters, "sslmode");
  // libpq's default is the one mode that nobody can be sure to have been chosen.
  const std::string chosen = mode != nullptr                ? *mode
                             : defaults.sslmode == "prefer" ? "verify-full"
                                                            : defaults.sslmode;
  if (mode == nullptr) connection.parameters.push_back({"sslmode", chosen});
  if (!chosen.starts_with("verify-") || find(connection.parameters, "sslrootcert") != nullptr ||
      !defaults.sslrootcert.empty())
    return;
  std::error_code error;
  const char* home = std::getenv("HOME");
  const bool own =
      home != nullptr && std::filesystem::exists(std::filesystem::path(home) / ".postgresql/root.crt", error);
  if (!own && std::filesystem::exists(kSystemCertificates, error))
    connection.parameters.push_back({"sslrootcert", kSystemCertificates});
}

std::string server_of(const ConnectionConfig& connection) {
  if (const std::string* service = find(connection.parameters, "service")) return "service " + *service;
  const auto value = [&](const char* keyword, const char* variable, const char* fallback) -> std::string {
    if (const std::string* given = find(connection.parameters, keyword); given != nullptr && !given->empty())
      return *given;
    const char* environment = std::getenv(variable);
    return environment != nullptr ? environment : fallback;
  };
  const std::string address = value("hostaddr", "PGHOSTADDR", "");
  return (address.empty() ? value("host", "PGHOST", "") : address) + ":" + value("port", "PGPORT", "5432");
}

}  // namespace schema_audit
