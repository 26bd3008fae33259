// The fingerprint of a snapshot: SHA-256 over the sorted hashes of its root objects.
#pragma once

#include <vector>

#include "core/canonical/hash.hpp"

namespace schema_audit {

// The order of the digests does not matter. A body holds its object's identity, so equal fingerprints mean
// equal sets of objects.
Digest fingerprint(std::vector<Digest> hashes);

}  // namespace schema_audit
