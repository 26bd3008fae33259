// One instant of one target: a read-only REPEATABLE READ transaction, in which
// every query sees the same MVCC snapshot.
//
// Borrows the connection, which must outlive it and take no other transaction
// meanwhile. Ends with the object; the destructor does not throw.
#pragma once

#include "collector/postgres/connection.hpp"

namespace schema_audit {

class ReadTransaction {
 public:
  explicit ReadTransaction(Connection& connection);
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;
  ~ReadTransaction();

 private:
  Connection& connection_;
};

}  // namespace schema_audit
