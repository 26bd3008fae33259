// schema_fingerprint() returns text
#include "core/canonical/encoding.hpp"
#include "core/canonical/fingerprint.hpp"
#include "core/kinds/registry.hpp"
#include "extension/functions/function_scope.hpp"
#include "extension/store/instant.hpp"

namespace schema_audit {

namespace {

Digest live_fingerprint() {
  const FunctionScope scope;
  std::vector<Digest> hashes;
  (void)read_instant([&] { hashes.clear(); },
                     [&](Object&& root) {
                       if (!is_cluster_kind(root.kind)) hashes.push_back(sha256(encode(root)));
                     });
  return fingerprint(std::move(hashes));
}

}  // namespace

}  // namespace schema_audit

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_fingerprint);

Datum schema_audit_fingerprint(PG_FUNCTION_ARGS) {
  text* fingerprint = schema_audit::guard([]() -> text* {
    const std::string hex = schema_audit::to_hex(schema_audit::live_fingerprint());
    return schema_audit::pg_call(
        [&] { return cstring_to_text_with_len(hex.data(), static_cast<int>(hex.size())); });
  });
  PG_RETURN_TEXT_P(fingerprint);
}
}
