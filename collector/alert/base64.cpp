#include "collector/alert/base64.hpp"

#include <openssl/evp.h>

#include <vector>

namespace schema_audit {

std::string to_base64(std::string_view bytes) {
  // With the zero byte that OpenSSL writes behind it.
  std::vector<unsigned char> text((bytes.size() + 2) / 3 * 4 + 1);
  const int length = EVP_EncodeBlock(text.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  return {text.begin(), text.begin() + length};
}

}  // namespace schema_audit
