#include "extension/store/instant.hpp"

#include "core/kinds/catalog_reader.hpp"
#include "extension/backend/spi.hpp"
#include "extension/backend/subtransaction.hpp"
#include "extension/capture/log_position.hpp"

namespace schema_audit {

namespace {

constexpr int kAttempts = 10;

std::string query_text(std::string_view sql) {
  const std::vector<SpiRow> rows = spi_query(std::string(sql).c_str(), {}, true);
  return rows.at(0).at(0).value_or("");
}

std::string own_xid() {
  const FullTransactionId xid = GetTopFullTransactionIdIfAny();
  return FullTransactionIdIsValid(xid) ? std::to_string(U64FromFullTransactionId(xid)) : "";
}

constexpr const char* kCurrentSnapshot = "SELECT pg_catalog.pg_current_snapshot()::pg_catalog.text";

// Whether what was read is of one instant: no transaction that changed the catalog ended since.
bool held_still(const std::string& snapshot_before) {
  std::string mark_now;
  {
    const LatestSnapshot latest;
    if (query_text(kCurrentSnapshot) == snapshot_before) return true;
    mark_now = query_text(catalog_mark_query());
  }
  return query_text(catalog_mark_query()) == mark_now;
}

// One attempt; false when DDL came in between.
bool read_once(Instant& instant, const std::function<void(Object&&)>& sink) {
  const SpiConnection spi;
  const LocalSettings settings;
  for (const auto& [name, value] : kCatalogSettings) settings.set(name, value);
  const LatestSnapshot snapshot;
  instant.xact_snapshot = query_text(kCurrentSnapshot);
  instant.xid = own_xid();
  instant.log_number = next_log_number();
  SpiRowSource source;
  instant.skipped = read_catalog(source, sink, [] {
    if (InterruptPending) pg_call([] { CHECK_FOR_INTERRUPTS(); });
  });
  return held_still(instant.xact_snapshot);
}

// The deparse functions fail in these ways when the object they were asked about is gone meanwhile.
bool may_be_concurrent_ddl(const SqlError& error) {
  switch (error.sqlstate()) {
    case ERRCODE_INTERNAL_ERROR:  // cache lookup failed for ...
    case ERRCODE_UNDEFINED_TABLE:
    case ERRCODE_UNDEFINED_OBJECT:
    case ERRCODE_UNDEFINED_FUNCTION:
    case ERRCODE_UNDEFINED_COLUMN:
      return true;
    default:
      return false;
  }
}

}  // namespace

Instant read_instant(const std::function<void()>& restart, const std::function<void(Object&&)>& sink) {
  Instant instant;
  instant.incarnation = current_incarnation();
  for (int attempt = 1; attempt <= kAttempts; ++attempt) {
    restart();
    bool consistent = false;
    try {
      in_subtransaction([&] { consistent = read_once(instant, sink); });
    } catch (const SqlError& error) {
      if (!may_be_concurrent_ddl(error) || attempt == kAttempts) throw;
    }
    if (consistent) return instant;
  }
  throw SqlError(ERRCODE_T_R_SERIALIZATION_FAILURE, "the schema changed while it was read, again and again",
                 std::to_string(kAttempts) + " attempts were made.", "Try again when less DDL is running.");
}

std::string current_incarnation() {
  const char* text = pg_call([] { return DatumGetCString(DirectFunctionCall1(uuid_out, UUIDPGetDatum(log_incarnation()))); });
  return text;
}

}  // namespace schema_audit
