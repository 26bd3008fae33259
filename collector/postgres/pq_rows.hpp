// Catalog rows over libpq: the RowSource of the collector.
//
// Borrows a connection, which must outlive it and be in a transaction (ReadTransaction) for as long as any
// cursor is open. Cursors live in the server and are fetched in chunks, so memory does not grow with the
// catalog. Not thread-safe. Failures throw PostgresError.
#pragma once

#include "collector/postgres/connection.hpp"
#include "core/kinds/row_source.hpp"

namespace schema_audit {

class PqRows : public RowSource {
 public:
  // Applies kCatalogSettings to the transaction.
  explicit PqRows(Connection& connection);

  std::unique_ptr<RowCursor> open(std::string_view query) override;
  int server_version() const override { return connection_.server_version(); }

 private:
  Connection& connection_;
  int cursors_ = 0;  // opened so far; names them
};

}  // namespace schema_audit
