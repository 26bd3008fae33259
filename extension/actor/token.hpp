// Tokens that prove who an application works for: a text that only a holder of the key can make.
//
//   sa1.ACTOR.EXPIRES.ROLE.DATABASE.SIGNATURE
//
// ACTOR, ROLE and DATABASE are base64url (RFC 4648, no padding) of the names in the encoding of the database,
// EXPIRES is in seconds since 1970 in decimal, and SIGNATURE is base64url of HMAC-SHA256 with the key over
// everything before its dot. ROLE is the role that must have logged in, DATABASE the one it must be connected
// to. Pure: no server.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace schema_audit {

inline constexpr std::string_view kTokenPrefix = "sa1.";

// Shorter keys can be guessed from a token.
inline constexpr std::size_t kMinimumKeyLength = 16;

struct TokenContent {
  std::string actor;
  std::int64_t expires = 0;  // seconds since 1970
  std::string role;
  std::string database;
};

// Throws std::runtime_error when the crypto library refuses.
std::string make_token(const TokenContent& content, std::string_view key);

enum class TokenState { kVerified, kNoKey, kMalformed, kForged, kExpired, kOtherRole, kOtherDatabase };

struct TokenCheck {
  TokenState state = TokenState::kMalformed;
  std::string actor;  // as the token says, whether it proves it or not; empty when it cannot be read
};

// The role that logged in, the database it is connected to, and the time that the token must outlast, in
// seconds since 1970.
TokenCheck check_token(std::string_view token, std::string_view key, std::string_view role,
                       std::string_view database, std::int64_t now);

// Why a token proves nothing, in a few words; null for a verified one.
const char* describe(TokenState state);

}  // namespace schema_audit
