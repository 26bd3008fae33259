#include "collector/postgres/connection.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <utility>

#include "collector/interrupt.hpp"
#include "collector/log/secrets.hpp"
#include "collector/postgres/connection_options.hpp"
#include "collector/postgres/password_command.hpp"
#include "collector/postgres/postgres_error.hpp"

namespace schema_audit {
namespace {

// The server's own statement_timeout comes first; this is for servers that
// cannot even say so any more.
constexpr long long kShortestGraceMs = 1'000;
constexpr long long kLongestGraceMs = 10'000;
// For a server that is asked whether it is there.
constexpr long long kAlivePatienceMs = 3'000;
// For the process of a server to end after we have said good-bye.
constexpr long long kFarewellMs = 200;
// How soon a request to stop is noticed.
constexpr int kPollMs = 200;

long long now_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

void on_notice(void* argument, const PGresult* result) {
  const auto& target = *static_cast<const std::string*>(argument);
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  if (message != nullptr) spdlog::debug("target {}: notice: {}", target, message);
}

std::string field_or(const PGresult* result, int field, std::string_view fallback) {
  const char* value = PQresultErrorField(result, field);
  return std::string(value != nullptr ? std::string_view(value) : fallback);
}

PostgresError to_error(const std::string& target, const PGresult* result) {
  std::string message = field_or(result, PG_DIAG_MESSAGE_PRIMARY, PQresultErrorMessage(result));
  const std::string detail = field_or(result, PG_DIAG_MESSAGE_DETAIL, "");
  if (!detail.empty()) message += " (" + detail + ")";
  return {target, field_or(result, PG_DIAG_SQLSTATE, kConnectionLost), message};
}

// A password that was kept may have been replaced meanwhile. False when the command still says the same.
bool renew_password(const ConnectionConfig& connection, std::vector<ConnectionParameter>& parameters) {
  const auto given = std::ranges::find(parameters, "password", &ConnectionParameter::keyword);
  if (given == parameters.end()) return false;
  std::string fresh = password_from_command(connection.password_command, true);
  if (fresh == given->value) return false;
  given->value = std::move(fresh);
  return true;
}

}  // namespace

// A server counts a connection until its process has ended: whoever opens the next one at once may be one too
// many for it, or for a limit of the role. The second descriptor stays open until the server has closed its
// end.
void Connection::Closer::operator()(pg_conn* connection) const noexcept {
  const bool answers = PQstatus(connection) == CONNECTION_OK;
  const int socket = answers ? fcntl(PQsocket(connection), F_DUPFD_CLOEXEC, 0) : -1;
  PQfinish(connection);
  if (socket < 0) return;
  const long long end = now_ms() + kFarewellMs;
  std::array<char, 256> rest{};
  for (long long left = kFarewellMs; left > 0; left = end - now_ms()) {
    pollfd waiting{socket, POLLIN, 0};
    if (poll(&waiting, 1, static_cast<int>(left)) <= 0 || read(socket, rest.data(), rest.size()) <= 0) break;
  }
  close(socket);
}

Connection::Connection(const TargetConfig& target, const TimeoutConfig& timeouts)
    : target_(std::make_unique<std::string>(target.name)),
      patience_ms_(timeouts.statement_ms +
                   std::clamp<long long>(timeouts.statement_ms, kShortestGraceMs, kLongestGraceMs)) {
  std::vector<ConnectionParameter> parameters = connection_parameters(target.connection, timeouts);
  connect(parameters);
  if (PQstatus(handle_.get()) != CONNECTION_OK && PQconnectionUsedPassword(handle_.get()) != 0 &&
      !target.connection.password_command.empty() && renew_password(target.connection, parameters)) {
    connect(parameters);
  }
  if (PQstatus(handle_.get()) != CONNECTION_OK)
    throw PostgresError(target.name, kCannotConnect, PQerrorMessage(handle_.get()));
  PQsetNoticeReceiver(handle_.get(), on_notice, target_.get());
  if (PQsetnonblocking(handle_.get(), 1) != 0) fail_connection("cannot set up the connection");
  set_up_session(timeouts);
}

void Connection::connect(const std::vector<ConnectionParameter>& parameters) {
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  for (const ConnectionParameter& parameter : parameters) {
    keywords.push_back(parameter.keyword.c_str());
    values.push_back(parameter.value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  // expand_dbname: dbname in a mapping may itself be a URI, as libpq allows.
  handle_.reset(PQconnectdbParams(keywords.data(), values.data(), 1));
  if (!handle_) throw std::bad_alloc();
  // Wherever libpq found the password, it must not come back in a message.
  if (const char* password = PQpass(handle_.get())) register_secret(password);
  if (interrupt_requested()) throw Interrupted();
}

namespace {

// Not in the startup packet's "options", which connection poolers refuse.
std::string settings_query(const char* local) {
  std::string sql = "SELECT ";
  for (const char* setting :
       {"'default_transaction_read_only', 'on'", "'search_path', ''", "'statement_timeout', $1",
        "'lock_timeout', $2", "'idle_in_transaction_session_timeout', $1"}) {
    if (!sql.ends_with(' ')) sql += ", ";
    sql += std::string("pg_catalog.set_config(") + setting + ", " + local + ")";
  }
  return sql;
}

}  // namespace

void Connection::set_up_session(const TimeoutConfig& timeouts) {
  session_ = {std::to_string(timeouts.statement_ms), std::to_string(timeouts.lock_ms)};
  static const std::string kQuery =
      settings_query("false") + " WHERE pg_catalog.pg_backend_pid() = $3::pg_catalog.int4";
  Parameters parameters = session_;
  parameters.push_back(std::to_string(PQbackendPID(handle_.get())));
  // The process that a pooler names is none of the server's.
  pooled_ = run(kQuery, parameters).rows() == 0;
}

void Connection::set_up_transaction() {
  static const std::string kQuery = settings_query("true");
  run(kQuery, session_);
}

Result Connection::query(std::string_view sql, const Parameters& parameters) {
  if (!pooled_ || in_transaction()) return run(sql, parameters);
  const bool begins = sql.starts_with("BEGIN");
  Result begun = run(begins ? sql : "BEGIN READ ONLY", {});
  try {
    set_up_transaction();
    if (begins) return begun;
    Result result = run(sql, parameters);
    run("COMMIT", {});
    return result;
  } catch (const PostgresError& error) {
    if (!error.is_connection_failure()) run("ROLLBACK", {});
    throw;
  }
}

bool Connection::is_alive() {
  const long long patience = std::exchange(patience_ms_, std::min(patience_ms_, kAlivePatienceMs));
  bool alive = true;
  try {
    query("SELECT 1");
  } catch (const PostgresError&) {
    alive = false;
  }
  patience_ms_ = patience;
  return alive && PQstatus(handle_.get()) == CONNECTION_OK && !in_transaction();
}

Result Connection::run(std::string_view sql, const Parameters& parameters) {
  const long long deadline = now_ms() + patience_ms_;
  const std::string text(sql);
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const auto& parameter : parameters) values.push_back(parameter ? parameter->c_str() : nullptr);
  if (PQsendQueryParams(handle_.get(), text.c_str(), static_cast<int>(values.size()), nullptr, values.data(),
                        nullptr, nullptr, 0) == 0) {
    fail_connection("cannot send a query");
  }
  for (;;) {
    const int unsent = PQflush(handle_.get());
    if (unsent < 0) fail_connection("cannot send a query");
    if (unsent == 0) break;
    wait(POLLIN | POLLOUT, deadline);
    if (PQconsumeInput(handle_.get()) == 0) fail_connection("lost the connection");
  }
  ResultHandle last;
  for (;;) {
    while (PQisBusy(handle_.get()) != 0) {
      wait(POLLIN, deadline);
      if (PQconsumeInput(handle_.get()) == 0) fail_connection("lost the connection");
    }
    ResultHandle next(PQgetResult(handle_.get()));
    if (!next) break;
    // Of several results the first failure counts.
    if (!last || PQresultStatus(last.get()) != PGRES_FATAL_ERROR) last = std::move(next);
    const ExecStatusType status = PQresultStatus(last.get());
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
      throw PostgresError(*target_, kConnectionLost, "COPY is not supported here");
    }
  }
  if (!last) fail_connection("lost the connection");
  const ExecStatusType status = PQresultStatus(last.get());
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return Result(std::move(last));
  throw to_error(*target_, last.get());
}

void Connection::wait(short events, long long deadline_ms) const {
  for (;;) {
    if (interrupt_requested()) throw Interrupted();
    if (std::chrono::steady_clock::now() >= end_)
      throw PostgresError(*target_, kConnectionLost, "took longer than max_execution_time; gave up");
    const long long left = deadline_ms - now_ms();
    if (left <= 0)
      throw PostgresError(*target_, kConnectionLost, "the server does not answer any more; gave up");
    pollfd descriptor = {PQsocket(handle_.get()), events, 0};
    const int ready = poll(&descriptor, 1, static_cast<int>(std::min<long long>(left, kPollMs)));
    if (ready > 0) return;
    if (ready < 0 && errno != EINTR) fail_connection("cannot wait for the server");
  }
}

void Connection::fail_connection(const char* what) const {
  const std::string message = PQerrorMessage(handle_.get());
  throw PostgresError(*target_, kConnectionLost, message.empty() ? what : message);
}

int Connection::server_version() const { return PQserverVersion(handle_.get()); }

bool Connection::in_transaction() const { return PQtransactionStatus(handle_.get()) != PQTRANS_IDLE; }

bool Connection::uses_tls() const { return PQsslInUse(handle_.get()) != 0; }

std::string Connection::tls_version() const {
  const char* version = PQsslAttribute(handle_.get(), "protocol");
  return uses_tls() && version != nullptr ? version : "";
}

std::size_t Connection::take_notifications() {
  if (PQconsumeInput(handle_.get()) == 0) fail_connection("lost the connection");
  std::size_t count = 0;
  while (PGnotify* notification = PQnotifies(handle_.get())) {
    PQfreemem(notification);
    ++count;
  }
  return count;
}

int Connection::socket() const { return PQsocket(handle_.get()); }

}  // namespace schema_audit
