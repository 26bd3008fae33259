#include "core/canonical/fingerprint.hpp"

#include <algorithm>

namespace schema_audit {

Digest fingerprint(std::vector<Digest> hashes) {
  std::sort(hashes.begin(), hashes.end());
  std::string all;
  all.reserve(hashes.size() * sizeof(Digest));
  for (const Digest& hash : hashes) all.append(hash.begin(), hash.end());
  return sha256(all);
}

}  // namespace schema_audit
