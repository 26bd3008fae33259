// SQLite's failures in the words of the collector.
#pragma once

#include <SQLiteCpp/Exception.h>

#include <string>

#include "collector/store/store_error.hpp"

namespace schema_audit {

// `system_error` is the errno behind an I/O error, 0 when not known.
StoreError to_store_error(const std::string& path, const SQLite::Exception& error, int system_error = 0);

}  // namespace schema_audit
