#include "collector/cli/version.hpp"

#include <curl/curl.h>
#include <libpq-fe.h>
#include <openssl/crypto.h>
#include <sqlite3.h>
#include <zstd.h>

namespace schema_audit {

std::string version_text() {
  const int libpq = PQlibVersion();
  return std::string("schema-audit " SCHEMA_AUDIT_VERSION) + "\nlibpq " + std::to_string(libpq / 10000) +
         "." + std::to_string(libpq % 10000) + ", SQLite " + sqlite3_libversion() + ", libcurl " +
         curl_version_info(CURLVERSION_NOW)->version + ", " + OpenSSL_version(OPENSSL_VERSION) + ", zstd " +
         ZSTD_versionString();
}

}  // namespace schema_audit
