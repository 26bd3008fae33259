// Base64 of RFC 4648, without line breaks.
#pragma once

#include <string>
#include <string_view>

namespace schema_audit {

std::string to_base64(std::string_view bytes);

}  // namespace schema_audit
