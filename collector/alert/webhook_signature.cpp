#include "collector/alert/webhook_signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>
#include <vector>

#include "collector/alert/base64.hpp"
#include "collector/error.hpp"

namespace schema_audit {
namespace {

constexpr std::string_view kSecretPrefix = "whsec_";

std::string decode_base64(const std::string& text) {
  std::vector<unsigned char> bytes(text.size() / 4 * 3 + 3);
  const int length = EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  if (length < 0 || text.empty()) {
    throw CollectorError(ExitCode::kConfig, "the secret of a webhook begins with whsec_ but is not base64");
  }
  // EVP_DecodeBlock() counts the padding as zero bytes.
  int size = length;
  for (std::size_t i = text.size(); i > 0 && text[i - 1] == '='; --i) --size;
  return {bytes.begin(), bytes.begin() + size};
}

}  // namespace

std::string webhook_signature(const std::string& secret, const std::string& id, std::int64_t timestamp,
                              const std::string& payload) {
  const std::string key =
      secret.starts_with(kSecretPrefix) ? decode_base64(secret.substr(kSecretPrefix.size())) : secret;
  const std::string content = id + "." + std::to_string(timestamp) + "." + payload;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest = {};
  unsigned int size = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest.data(),
           &size) == nullptr) {
    throw std::runtime_error("cannot compute HMAC-SHA256");
  }
  return "v1," + to_base64({reinterpret_cast<const char*>(digest.data()), size});
}

}  // namespace schema_audit
