// The secret values this process has come to know (passwords, signing keys,
// webhook addresses), so that no message that leaves it shows one.
//
// Process-wide on purpose: a message may be written far from the place that
// learned the secret. Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace schema_audit {

// Values shorter than four bytes are not kept: masking every "a" of a message
// would tell more than it hides.
void register_secret(std::string_view value);

// Every occurrence of a registered secret replaced by "***".
std::string hide_secrets(std::string_view text);

}  // namespace schema_audit
