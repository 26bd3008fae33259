// A database that nobody else knows, made on a server and dropped at the end.
//
// Owns the database. Not thread-safe. Throws PostgresError and Interrupted.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "collector/config/config.hpp"
#include "collector/postgres/connection.hpp"
#include "core/model/object.hpp"
#include "core/plan/plan.hpp"

namespace schema_audit {

class ScratchDatabase {
 public:
  // REQUIRES: the role of the connection may create databases.
  ScratchDatabase(const ConnectionConfig& server, const TimeoutConfig& timeouts);
  ScratchDatabase(const ScratchDatabase&) = delete;
  ScratchDatabase& operator=(const ScratchDatabase&) = delete;
  ~ScratchDatabase();

  // One statement.
  void run(const std::string& sql);

  // Every statement of it, in transactions as the script has them.
  void apply(const Plan& plan);

  // What is in it now.
  std::vector<Object> objects();

  // "15.18"
  std::string server_version();

 private:
  TargetConfig in(const std::string& database) const;

  ConnectionConfig server_;
  TimeoutConfig timeouts_;
  std::string name_;
  std::unique_ptr<Connection> own_;  // to the scratch database
};

}  // namespace schema_audit
