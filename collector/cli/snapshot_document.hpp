// A stored snapshot as a document.
#pragma once

#include <string>

#include "collector/run/reference.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

// As JSON, indented. Throws CollectorError: no such snapshot (usage), or its objects do not fit its
// fingerprint.
std::string snapshot_document(Store& store, const Reference& reference);

}  // namespace schema_audit
