#include "extension/backend/catalog_as_of.hpp"

namespace schema_audit {

namespace {

// A session that is terminated runs no destructor, but it still drops its temporary tables, with the newest
// catalog.
void on_subtransaction(SubXactEvent event, SubTransactionId, SubTransactionId, void*) {
  if (event == SUBXACT_EVENT_ABORT_SUB && HistoricSnapshotActive()) TeardownHistoricSnapshot(true);
}

void watch_subtransactions() {
  static bool watching = false;
  if (watching) return;
  pg_call([] { RegisterSubXactCallback(on_subtransaction, nullptr); });
  watching = true;
}

}  // namespace

CatalogAsOf::CatalogAsOf() {
  watch_subtransactions();
  SetupHistoricSnapshot(GetActiveSnapshot(), nullptr);
  try {
    forget_catalog();
  } catch (...) {
    TeardownHistoricSnapshot(true);
    throw;
  }
}

CatalogAsOf::~CatalogAsOf() { TeardownHistoricSnapshot(true); }

void forget_catalog() {
  pg_call([] { InvalidateSystemCaches(); });
}

}  // namespace schema_audit
