// Whether the DDL log of a target can be read.
#pragma once

#include <string>

#include "collector/postgres/connection.hpp"

namespace schema_audit {

struct LogAccess {
  std::string obstacle;  // what keeps the log from being read, and what to do about it; empty: nothing does
  bool gone = false;     // the extension or its tables are not there
};

// extension_version: as in pg_extension, empty when the extension is not there. REQUIRES: an open
// transaction.
LogAccess log_access(Connection& connection, const std::string& extension_version);

}  // namespace schema_audit
