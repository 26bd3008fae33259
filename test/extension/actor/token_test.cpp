#include "extension/actor/token.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

constexpr std::string_view kKey = "0123456789abcdef0123456789abcdef";
const TokenContent kMaria{"maria@example.com", 1000, "deploy", "shop"};

TokenState state(std::string_view token, std::string_view key = kKey, std::string_view role = "deploy",
                 std::string_view database = "shop", std::int64_t now = 1000) {
  return check_token(token, key, role, database, now).state;
}

// Made with another implementation: a token is a format for applications in any language.
TEST(Token, HasAFixedForm) {
  EXPECT_EQ(make_token(kMaria, kKey),
            "sa1.bWFyaWFAZXhhbXBsZS5jb20.1000.ZGVwbG95.c2hvcA.bkemrqV5eJ-7myezCikPswKH30Co9n2xOr9-MByz6cc");
}

TEST(Token, IsVerifiedForWhatItWasIssuedFor) {
  const std::string token = make_token(kMaria, kKey);
  EXPECT_EQ(state(token), TokenState::kVerified);
  EXPECT_EQ(check_token(token, kKey, "deploy", "shop", 1).actor, "maria@example.com");
  EXPECT_EQ(state(token, kKey, "deploy", "shop", 1001), TokenState::kExpired);
  EXPECT_EQ(state(token, kKey, "other"), TokenState::kOtherRole);
  EXPECT_EQ(state(token, kKey, "deploy", "other"), TokenState::kOtherDatabase);
  EXPECT_EQ(state(token, "another key of some length"), TokenState::kForged);
  EXPECT_EQ(state(token, ""), TokenState::kNoKey);
}

TEST(Token, NoChangedCharacterIsVerified) {
  const std::string token = make_token(kMaria, kKey);
  for (std::size_t i = 0; i < token.size(); ++i) {
    for (const char c : {'A', 'B', '.', '=', '\0', '9'}) {
      std::string changed = token;
      if (changed[i] == c) continue;
      changed[i] = c;
      EXPECT_NE(state(changed), TokenState::kVerified) << i << c;
    }
    EXPECT_NE(state(token.substr(0, i)), TokenState::kVerified);
    EXPECT_NE(state(token.substr(i + 1)), TokenState::kVerified);
  }
  EXPECT_NE(state(token + "="), TokenState::kVerified);
  EXPECT_NE(state(token + ".x"), TokenState::kVerified);
}

TEST(Token, KeepsEveryName) {
  for (const std::string name : {"a", "ab", "abc", "abcd", "a.b", "M\xc3\xbcller", "\xff\xfe\x01"}) {
    const std::string token = make_token({name, 9, name, name}, kKey);
    const TokenCheck check = check_token(token, kKey, name, name, 9);
    EXPECT_EQ(check.state, TokenState::kVerified);
    EXPECT_EQ(check.actor, name);
  }
}

TEST(Token, TellsWhatIsMalformed) {
  for (const char* text :
       {"", "sa1.", "sa1..", "sa1.....", "sa1.YQ.1.YQ.YQ", "sa1.YQ.x.YQ.YQ.YQ", "sa1.YQ.1.YQ.YQ.YQ.YQ",
        "sa1..1.YQ.YQ.YQ", "sa1.AA.1.YQ.YQ.YQ", "sa1.Y.1.YQ.YQ.YQ", "sa2.YQ.1.YQ.YQ.YQ"}) {
    EXPECT_EQ(state(text), TokenState::kMalformed) << text;
  }
  EXPECT_EQ(state("sa1.YQ.1.YQ.YQ.YQ"), TokenState::kForged);
}

}  // namespace
}  // namespace schema_audit
