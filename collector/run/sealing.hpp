// Has the target seal what it has committed.
#pragma once

#include <string>

#include "collector/postgres/connection.hpp"

namespace schema_audit {

// Runs schema_audit.seal() in a transaction of its own, the only one of the collector that may write, where
// something is not sealed yet and the role may. Returns why it did not when that is worth a word, else
// nothing. A refusal is no error; a connection that is lost is (PostgresError). REQUIRES: no open
// transaction.
std::string seal_target(Connection& connection);

}  // namespace schema_audit
