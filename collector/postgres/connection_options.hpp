// libpq's connection parameters: which exist, which are secret, and what the
// collector adds to those of a target.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collector/config/config.hpp"

namespace schema_audit {

// Every keyword of the installed libpq, without those that only serve
// replication and debugging.
const std::vector<std::string>& connection_keywords();

// True for what libpq itself marks as a password.
bool is_secret_parameter(std::string_view keyword);

// What is handed to libpq: the parameters of the target, the password from its
// password file or command, and defaults for what neither the target nor the environment
// (PGCONNECT_TIMEOUT) sets: name of the application, time limits, keepalives.
// sslmode and its relatives are passed on exactly as they were given.
// Throws CollectorError (permission, config) when the password file or command cannot
// be used.
std::vector<ConnectionParameter> connection_parameters(const ConnectionConfig& connection,
                                                       const TimeoutConfig& timeouts);

// To other machines only over TLS and only to who can prove its name: sslmode=verify-full where neither the
// connection nor its service nor PGSSLMODE says another mode than libpq's own default, and the system's
// certificates where nobody names others. Not thread-safe: it looks a service up through the environment.
void add_tls_defaults(ConnectionConfig& connection);

// "host=/run/postgresql dbname=app user=schema_audit", for messages: without
// secrets, one line.
std::string describe_connection(const ConnectionConfig& connection);

// True when every host of the connection is a Unix socket or a loopback
// address; false when that cannot be told, as with a service file.
bool is_local(const ConnectionConfig& connection);

// Which server it goes to, for counting connections: "db1.example.com:5432", "service shop".
std::string server_of(const ConnectionConfig& connection);

}  // namespace schema_audit
