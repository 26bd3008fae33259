// A private PostgreSQL cluster for one test suite: a data directory in a temporary directory, a Unix socket
// there and a free port of 127.0.0.1. Gone with the object. As root it runs as the user postgres, because a
// server refuses root.
//
// Superuser "admin" with the password "cluster-canary5e1db1rd-password"; TCP connections need it, the socket
// does not.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

#include "test/support/temporary_directory.hpp"

namespace schema_audit {

class PostgresCluster {
 public:
  static constexpr const char* kPassword = "cluster-canary5e1db1rd-password";

  PostgresCluster();
  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;
  ~PostgresCluster();

  // Empty when the cluster runs, else why there is none.
  const std::string& problem() const { return problem_; }

  std::string socket_directory() const { return directory_.path().string(); }
  int port() const { return port_; }

 private:
  bool run(const std::string& program, const std::string& arguments) const;

  TemporaryDirectory directory_;
  std::string bin_;
  std::string problem_;
  int port_ = 0;
};

}  // namespace schema_audit
