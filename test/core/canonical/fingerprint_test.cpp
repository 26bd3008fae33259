#include "core/canonical/fingerprint.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace schema_audit {
namespace {

TEST(Fingerprint, DoesNotDependOnTheOrder) {
  std::vector<Digest> hashes{sha256("a"), sha256("b"), sha256("c")};
  const Digest expected = fingerprint(hashes);
  std::sort(hashes.begin(), hashes.end());
  do {
    EXPECT_EQ(fingerprint(hashes), expected);
  } while (std::next_permutation(hashes.begin(), hashes.end()));
}

TEST(Fingerprint, DependsOnEveryHash) {
  const Digest a = sha256("a");
  const Digest b = sha256("b");
  EXPECT_NE(fingerprint({a}), fingerprint({b}));
  EXPECT_NE(fingerprint({a}), fingerprint({a, a}));
  EXPECT_NE(fingerprint({a}), fingerprint({}));
  EXPECT_NE(fingerprint({a}), a);
  EXPECT_EQ(fingerprint({}), sha256(""));
}

}  // namespace
}  // namespace schema_audit
