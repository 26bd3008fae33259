#include "extension/actor/token.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <stdexcept>

namespace schema_audit {

namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode(std::string_view bytes) {
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char byte : bytes) {
    bits = (bits << 8U | static_cast<unsigned char>(byte)) & 0xFFFFU;
    for (count += 8; count >= 6; count -= 6) out += kDigits[bits >> (count - 6) & 63U];
  }
  if (count > 0) out += kDigits[bits << (6 - count) & 63U];
  return out;
}

// Only what encode() gives: a second spelling of the same bytes is refused.
std::optional<std::string> decode(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char digit : text) {
    const std::size_t value = kDigits.find(digit);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6U | static_cast<std::uint32_t>(value)) & 0xFFFFU;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 255U);
  }
  if (encode(out) != text) return std::nullopt;
  return out;
}

std::string signature(std::string_view text, std::string_view key) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(),
           &size) == nullptr) {
    throw std::runtime_error("HMAC-SHA256 is not available from the crypto library");
  }
  return {digest.begin(), digest.begin() + size};
}

// Takes the part up to the next dot.
std::string_view take_part(std::string_view* rest) {
  const std::size_t dot = rest->find('.');
  const std::string_view part = rest->substr(0, dot);
  *rest = dot == std::string_view::npos ? std::string_view{} : rest->substr(dot + 1);
  return part;
}

std::optional<TokenContent> read_content(std::string_view parts) {
  const auto actor = decode(take_part(&parts));
  const std::string_view expires = take_part(&parts);
  const auto role = decode(take_part(&parts));
  const auto database = decode(take_part(&parts));
  if (!actor || actor->empty() || actor->find('\0') != std::string::npos || !role || role->empty() ||
      !database || database->empty() || !parts.empty()) {
    return std::nullopt;
  }
  TokenContent content{*actor, 0, *role, *database};
  const char* end = expires.data() + expires.size();
  const auto [stop, error] = std::from_chars(expires.data(), end, content.expires);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return content;
}

bool same(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

TokenState judge(const TokenContent& content, std::string_view role, std::string_view database,
                 std::int64_t now) {
  if (content.expires < now) return TokenState::kExpired;
  if (content.role != role) return TokenState::kOtherRole;
  if (content.database != database) return TokenState::kOtherDatabase;
  return TokenState::kVerified;
}

}  // namespace

std::string make_token(const TokenContent& content, std::string_view key) {
  std::string token(kTokenPrefix);
  token += encode(content.actor) + "." + std::to_string(content.expires) + "." + encode(content.role) + "." +
           encode(content.database);
  return token + "." + encode(signature(token, key));
}

TokenCheck check_token(std::string_view token, std::string_view key, std::string_view role,
                       std::string_view database, std::int64_t now) {
  const std::size_t dot = token.rfind('.');
  if (!token.starts_with(kTokenPrefix) || dot < kTokenPrefix.size()) return {TokenState::kMalformed, {}};
  const std::string_view content_text = token.substr(kTokenPrefix.size(), dot - kTokenPrefix.size());
  const std::optional<TokenContent> content = read_content(content_text);
  const std::optional<std::string> proof = decode(token.substr(dot + 1));
  if (!content) return {TokenState::kMalformed, {}};
  if (!proof) return {TokenState::kMalformed, content->actor};
  if (key.empty()) return {TokenState::kNoKey, content->actor};
  if (!same(*proof, signature(token.substr(0, dot), key))) return {TokenState::kForged, content->actor};
  return {judge(*content, role, database, now), content->actor};
}

const char* describe(TokenState state) {
  switch (state) {
    case TokenState::kVerified:
      break;
    case TokenState::kNoKey:
      return "no key is set";
    case TokenState::kMalformed:
      return "it is malformed";
    case TokenState::kForged:
      return "its signature is wrong";
    case TokenState::kExpired:
      return "it has expired";
    case TokenState::kOtherRole:
      return "it was issued for another role";
    case TokenState::kOtherDatabase:
      return "it was issued for another database";
  }
  return nullptr;
}

}  // namespace schema_audit
