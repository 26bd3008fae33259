// Where scratch databases are made: a server that the user names, or a private one.
//
// Not thread-safe. Throws CollectorError and PostgresError.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "collector/config/config.hpp"
#include "collector/postgres/postgres_error.hpp"
#include "collector/scratch/private_cluster.hpp"
#include "collector/scratch/scratch_database.hpp"

namespace schema_audit {

class ScratchServer {
 public:
  // connection: a libpq connection string or URI; empty: a private server, of that major version if it is
  // installed (0: any).
  ScratchServer(const std::string& connection, int major, const TimeoutConfig& timeouts);

  // Calls `work` with a new database. On a private server, roles and tablespaces that a statement misses are
  // made, and `work` is called again with another new database.
  void with_database(const std::function<void(ScratchDatabase&)>& work);

  // Whether that is such a failure: `work` lets it through.
  bool supplies(const PostgresError& failure) const;

 private:
  void supply(const PostgresError& failure) const;

  std::optional<PrivateCluster> own_;
  ConnectionConfig connection_;
  TimeoutConfig timeouts_;
};

}  // namespace schema_audit
