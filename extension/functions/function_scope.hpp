// What every function of the extension runs under.
#pragma once

#include "extension/backend/spi.hpp"
#include "extension/store/extension_owner.hpp"

namespace schema_audit {

// The rights of the extension's owner and settings in which no name and no notation depends on the caller.
// Declare first: it must outlive the SPI connection.
class FunctionScope {
 public:
  FunctionScope() : role_(extension_owner()) {
    settings_.set("search_path", "pg_catalog, pg_temp");
    settings_.set("DateStyle", "ISO, YMD");
    settings_.set("TimeZone", "UTC");
  }

 private:
  ActingRole role_;
  LocalSettings settings_;
};

}  // namespace schema_audit
