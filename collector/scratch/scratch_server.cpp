#include "collector/scratch/scratch_server.hpp"

#include <string_view>

#include "collector/config/connection_section.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

constexpr int kMostMissing = 10'000;

// x of: role "x" does not exist: GRANT ...
std::optional<std::string> missing(std::string_view message, std::string_view what) {
  const std::string begin = std::string(what) + " \"";
  const std::size_t end = message.find("\" does not exist");
  if (!message.starts_with(begin) || end == std::string_view::npos) return std::nullopt;
  return std::string(message.substr(begin.size(), end - begin.size()));
}

}  // namespace

ScratchServer::ScratchServer(const std::string& connection, int major, const TimeoutConfig& timeouts)
    : timeouts_(timeouts) {
  if (!connection.empty()) {
    connection_ = parse_connection(connection);
    return;
  }
  const auto programs = find_postgres_programs(major);
  if (!programs) {
    throw CollectorError(ExitCode::kUnavailable,
                         "no PostgreSQL server is installed here (initdb, pg_ctl, postgres): name one "
                         "(--prove postgresql://...)");
  }
  own_.emplace(*programs);
  connection_ = own_->connection();
}

void ScratchServer::with_database(const std::function<void(ScratchDatabase&)>& work) {
  for (int made = 0;; ++made) {
    try {
      ScratchDatabase database(connection_, timeouts_);
      return work(database);
    } catch (const PostgresError& failure) {
      if (made == kMostMissing || !supplies(failure)) throw;
      supply(failure);
    }
  }
}

bool ScratchServer::supplies(const PostgresError& failure) const {
  return own_ && failure.sqlstate() == "42704" &&
         (missing(failure.text(), "role") || missing(failure.text(), "tablespace"));
}

void ScratchServer::supply(const PostgresError& failure) const {
  TargetConfig target;
  target.name = "scratch";
  target.connection = connection_;
  Connection connection(target, timeouts_);
  connection.query("SET default_transaction_read_only = off");
  if (const auto role = missing(failure.text(), "role")) {
    connection.query("CREATE ROLE " + quote_identifier(*role));
  } else if (const auto tablespace = missing(failure.text(), "tablespace")) {
    connection.query("CREATE TABLESPACE " + quote_identifier(*tablespace) + " LOCATION ''");
  }
}

}  // namespace schema_audit
