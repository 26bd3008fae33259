#include "core/canonical/hash.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace schema_audit {

namespace {

// Made ready once for each thread: to find the algorithm, to make a context and to free it take as long as to
// hash a short text. Null when the crypto library refuses.
EVP_MD_CTX* make_context() {
  EVP_MD_CTX* const made = EVP_MD_CTX_new();
  EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  const bool ready =
      made != nullptr && algorithm != nullptr && EVP_DigestInit_ex(made, algorithm, nullptr) == 1;
  EVP_MD_free(algorithm);  // the context holds it
  if (ready) return made;
  EVP_MD_CTX_free(made);
  return nullptr;
}

EVP_MD_CTX* context() {
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> kept(make_context(),
                                                                                  &EVP_MD_CTX_free);
  return kept.get();
}

}  // namespace

Digest sha256(std::string_view bytes) {
  Digest digest{};
  unsigned int length = 0;
  EVP_MD_CTX* const state = context();
  if (state == nullptr || EVP_DigestInit_ex(state, nullptr, nullptr) != 1 ||
      EVP_DigestUpdate(state, bytes.data(), bytes.size()) != 1 ||
      EVP_DigestFinal_ex(state, digest.data(), &length) != 1 || length != digest.size()) {
    throw std::runtime_error("SHA-256 is not available from the crypto library");
  }
  return digest;
}

std::string to_hex(const Digest& digest) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(digest.size() * 2);
  for (const std::uint8_t byte : digest) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

std::string to_bytes(const Digest& digest) { return {digest.begin(), digest.end()}; }

Digest digest_from_bytes(std::string_view bytes) {
  Digest digest{};
  if (bytes.size() != digest.size()) throw std::invalid_argument("a SHA-256 digest has 32 bytes");
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

}  // namespace schema_audit
