#include "core/canonical/hash.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace schema_audit {
namespace {

TEST(Sha256, KnowsTheReferenceVectors) {
  const std::pair<std::string, const char*> cases[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopq"
       "rstnopqrstu",
       "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
      {std::string(1'000'000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
      {std::string(1, '\xbd'), "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b"},
      {std::string(56, '\0'), "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb"},
      {std::string(64, '\0'), "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"},
  };
  for (const auto& [text, digest] : cases) EXPECT_EQ(to_hex(sha256(text)), digest);
}

TEST(Digest, SurvivesItsBytes) {
  const Digest digest = sha256("x");
  EXPECT_EQ(digest_from_bytes(to_bytes(digest)), digest);
  EXPECT_EQ(to_bytes(digest).size(), 32U);
}

TEST(Digest, RefusesAnotherLength) {
  EXPECT_THROW(digest_from_bytes(""), std::invalid_argument);
  EXPECT_THROW(digest_from_bytes(std::string(31, 'x')), std::invalid_argument);
  EXPECT_THROW(digest_from_bytes(std::string(33, 'x')), std::invalid_argument);
}

}  // namespace
}  // namespace schema_audit
