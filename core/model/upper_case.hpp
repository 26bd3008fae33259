// Letters of ASCII in upper case: words of SQL, whatever the locale.
#pragma once

#include <string>
#include <string_view>

namespace schema_audit {

inline std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

}  // namespace schema_audit
