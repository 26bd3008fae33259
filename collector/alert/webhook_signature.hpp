// Signatures as Standard Webhooks defines them (standardwebhooks.com).
#pragma once

#include <cstdint>
#include <string>

namespace schema_audit {

// The value of the webhook-signature header: "v1," and the base64 of the
// HMAC-SHA256 over "id.timestamp.payload". A secret that begins with "whsec_" is
// base64 from there on; any other is the key itself.
// Throws CollectorError (config) when a whsec_ secret is not base64.
std::string webhook_signature(const std::string& secret, const std::string& id, std::int64_t timestamp,
                              const std::string& payload);

}  // namespace schema_audit
