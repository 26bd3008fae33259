#include "collector/postgres/transaction.hpp"

#include <spdlog/spdlog.h>

#include <exception>

namespace schema_audit {

ReadTransaction::ReadTransaction(Connection& connection) : connection_(connection) {
  connection_.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

ReadTransaction::~ReadTransaction() {
  try {
    if (connection_.in_transaction()) connection_.query("ROLLBACK");
  } catch (const std::exception& error) {
    spdlog::debug("ending a transaction: {}", error.what());
  }
}

}  // namespace schema_audit
