#include "collector/compression.hpp"

#include <gtest/gtest.h>

#include <string>

#include "collector/error.hpp"
#include "test/support/expect_error.hpp"

namespace schema_audit {
namespace {

constexpr std::size_t kMost = 1U << 20U;

std::string mixed(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; text.size() < size; ++i)
    text += "{\"kind\": \"table\", \"name\": \"t" + std::to_string(i) + "\"}\n";
  text.resize(size);
  return text;
}

TEST(Compression, GoesBothWays) {
  for (const std::size_t size : {0U, 1U, 1000U, 131'072U, 500'000U, 1U << 20U}) {
    const std::string text = mixed(size);
    EXPECT_EQ(decompress(compress(text), kMost), text) << size;
  }
  EXPECT_LT(compress(mixed(500'000)).size(), 100'000U);
}

TEST(Compression, LeavesPlainTextAlone) {
  EXPECT_EQ(decompress("{}", kMost), "{}");
  EXPECT_EQ(decompress("", kMost), "");
}

TEST(Compression, GoesByTheName) {
  EXPECT_TRUE(wants_compression("a.json.zst"));
  EXPECT_FALSE(wants_compression("a.zst.json"));
}

TEST(Compression, RefusesWhatIsDamagedOrTooLarge) {
  const std::string good = compress(mixed(300'000));
  for (std::size_t cut = 4; cut < good.size(); cut += 997) {
    const Thrown thrown = thrown_by([&] { decompress(good.substr(0, cut), kMost); });
    EXPECT_EQ(thrown.exit_code, ExitCode::kBadData) << cut;
  }
  std::string altered = good;
  altered[altered.size() / 2] = static_cast<char>(altered[altered.size() / 2] ^ 1);
  EXPECT_EQ(thrown_by([&] { decompress(altered, kMost); }).exit_code, ExitCode::kBadData);
  // 64 MB of nothing in a few kB.
  const Thrown bomb = thrown_by([] { decompress(compress(std::string(64U << 20U, '\0')), kMost); });
  EXPECT_EQ(bomb.exit_code, ExitCode::kBadData);
  EXPECT_NE(bomb.message.find("more than 1048576 bytes"), std::string::npos);
}

}  // namespace
}  // namespace schema_audit
