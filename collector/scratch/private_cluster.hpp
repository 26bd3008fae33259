// A PostgreSQL server of our own for as long as this object lives: in a directory that only this user may
// enter, reached through a Unix socket there, with nothing in it.
//
// Owns the directory and the server. Throws CollectorError (unavailable) when it cannot be made, and
// Interrupted. REQUIRES: SIGPIPE is ignored, see install_signal_handlers().
#pragma once

#include <filesystem>

#include "collector/config/config.hpp"
#include "collector/scratch/postgres_programs.hpp"

namespace schema_audit {

class PrivateCluster {
 public:
  explicit PrivateCluster(const PostgresPrograms& programs);
  PrivateCluster(const PrivateCluster&) = delete;
  PrivateCluster& operator=(const PrivateCluster&) = delete;
  ~PrivateCluster();

  // As its superuser.
  ConnectionConfig connection() const;

 private:
  void make(const PostgresPrograms& programs) const;
  void remove() const noexcept;

  std::filesystem::path directory_;
};

}  // namespace schema_audit
